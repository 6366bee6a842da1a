#include "render/draw/painter.h"

#include <SFML/Graphics/Text.hpp>
#include <SFML/Graphics/View.hpp>
#include <algorithm>
#include <cmath>
#include <type_traits>

#include "envs/core/error.h"
#include "render/draw/font.h"
#include "render/draw/palette.h"
#include "render/draw/triangles.h"

namespace saccade::render {
namespace {

void load(sf::Font& font, const std::string& file) {
  const std::string path = find_font(file, font_folders()).string();
  if (!font.loadFromFile(path)) throw Error("font " + path + ": not readable as a font");
}

// Whether it is a large opaque rectangle of whole pixels: that is not mixed with what lies below.
bool covers_much(const Area& area) {
  constexpr float kMuch = 10'000;  // Pixels.
  if (area.fill.a < 255 || area.outline_width > 0 || !is_crisp(area.points)) return false;
  const Vec2 a = area.points[0];
  const Vec2 c = area.points[2];
  return std::abs((c.x - a.x) * (c.y - a.y)) > kMuch;
}

// Cuts the text until it and an ellipsis fit.
void shorten(sf::Text& text, float max_width) {
  sf::String kept = text.getString();
  while (text.getLocalBounds().width > max_width && kept.getSize() > 1) {
    kept.erase(kept.getSize() - 1);
    text.setString(kept + sf::String(sf::Uint32{0x2026}));
  }
}

}  // namespace

Painter::Painter() {
  load(regular_, "DejaVuSans.ttf");
  load(bold_, "DejaVuSans-Bold.ttf");
  load_line_patterns(line_patterns_);
}

void Painter::paint(const Drawing& drawing, sf::RenderTarget& target) const {
  target.clear(sfml(kWindowColor));
  put(drawing, target);
}

// A view maps the pixels of a drawing to its place, and cuts off what sticks out.
void Painter::paint(std::span<const PlacedDrawing> drawings, sf::RenderTarget& target) const {
  target.clear(sfml(kWindowColor));
  const auto width = static_cast<float>(target.getSize().x);
  const auto height = static_cast<float>(target.getSize().y);
  for (const auto& [place, drawing] : drawings) {
    sf::View view({0, 0, place.width, place.height});
    view.setViewport(
        {place.x / width, place.y / height, place.width / width, place.height / height});
    target.setView(view);
    put(drawing, target);
  }
  target.setView(target.getDefaultView());
}

void Painter::put(const Drawing& drawing, sf::RenderTarget& target) const {
  Triangles triangles(line_patterns_);
  for (const Mark& mark : drawing) {
    std::visit(
        [&](const auto& m) {
          if constexpr (std::is_same_v<std::decay_t<decltype(m)>, Words>) {
            triangles.draw(target);  // What lies below the text.
            put(m, target);
          } else if constexpr (std::is_same_v<std::decay_t<decltype(m)>, Area>) {
            const bool covers = covers_much(m);
            if (covers || !triangles.fits(m)) triangles.draw(target);
            triangles.add(m);
            if (covers) triangles.draw(target, sf::BlendNone);
          } else {
            if (!triangles.fits(m)) triangles.draw(target);
            triangles.add(m);
          }
        },
        mark);
  }
  triangles.draw(target);
}

void Painter::put(const Words& words, sf::RenderTarget& target) const {
  const auto size = static_cast<unsigned>(std::max(std::lround(words.size), 1L));
  const sf::String string = sf::String::fromUtf8(words.text.begin(), words.text.end());
  sf::Text text(string, words.bold ? bold_ : regular_, size);
  if (words.max_width > 0) shorten(text, words.max_width);
  const float width = text.findCharacterPos(text.getString().getSize()).x;
  const float share = words.align == Align::kLeft    ? 0.0F
                      : words.align == Align::kRight ? 1.0F
                                                     : 0.5F;
  // SFML puts the baseline one character size below the position; whole pixels keep glyphs sharp.
  text.setPosition(std::round(words.baseline.x - share * width),
                   std::round(words.baseline.y) - static_cast<float>(size));
  text.setFillColor(sfml(words.color));
  target.draw(text);
}

}  // namespace saccade::render
