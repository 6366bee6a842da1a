#include "render/draw/painter.h"

#include <SFML/Graphics/CircleShape.hpp>
#include <SFML/Graphics/ConvexShape.hpp>
#include <SFML/Graphics/Text.hpp>
#include <SFML/Graphics/VertexArray.hpp>
#include <algorithm>
#include <cmath>

#include "envs/core/error.h"
#include "render/draw/font.h"
#include "render/draw/palette.h"

namespace saccade::render {
namespace {

sf::Color sfml(Color c) {
  return {c.r, c.g, c.b, c.a};
}
sf::Vector2f sfml(Vec2 v) {
  return {v.x, v.y};
}

void load(sf::Font& font, const std::string& file) {
  const std::string path = find_font(file, font_folders()).string();
  if (!font.loadFromFile(path)) throw Error("font " + path + ": not readable as a font");
}

template <class Shape, class From>
void style(Shape& shape, const From& from) {
  shape.setFillColor(sfml(from.fill));
  if (from.outline_width > 0 && from.outline.a > 0) {
    shape.setOutlineColor(sfml(from.outline));
    shape.setOutlineThickness(-from.outline_width);
  }
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, float t) {
  const float value = static_cast<float>(a) * (1 - t) + static_cast<float>(b) * t;
  return static_cast<std::uint8_t>(std::lround(value));
}

Color mix(Color a, Color b, float t) {
  return {mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t), mix(a.a, b.a, t)};
}

// Unit vector to the left of the path at point i.
sf::Vector2f normal(const std::vector<Vec2>& points, std::size_t i) {
  const Vec2 before = points[i == 0 ? 0 : i - 1];
  const Vec2 after = points[std::min(i + 1, points.size() - 1)];
  const float dx = after.x - before.x;
  const float dy = after.y - before.y;
  const float length = std::max(std::hypot(dx, dy), 1e-6F);
  return {-dy / length, dx / length};
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
}

void Painter::paint(const Drawing& drawing, sf::RenderTarget& target) const {
  target.clear(sfml(kWindowColor));
  for (const Mark& mark : drawing) {
    std::visit([&](const auto& m) { put(m, target); }, mark);
  }
}

void Painter::put(const Disc& disc, sf::RenderTarget& target) const {
  const auto points = static_cast<std::size_t>(std::clamp(disc.radius * 2, 16.0F, 128.0F));
  sf::CircleShape shape(disc.radius, points);
  shape.setOrigin(disc.radius, disc.radius);
  shape.setPosition(sfml(disc.center));
  style(shape, disc);
  target.draw(shape);
}

void Painter::put(const Area& area, sf::RenderTarget& target) const {
  if (area.points.size() < 3) return;
  sf::ConvexShape shape(area.points.size());
  for (std::size_t i = 0; i < area.points.size(); ++i) shape.setPoint(i, sfml(area.points[i]));
  style(shape, area);
  target.draw(shape);
}

void Painter::put(const Stroke& stroke, sf::RenderTarget& target) const {
  const std::size_t count = stroke.points.size();
  if (count < 2) return;
  sf::VertexArray strip(sf::TriangleStrip, 2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(count - 1);
    const float half = (stroke.width_from * (1 - t) + stroke.width_to * t) / 2;
    const sf::Vector2f side = normal(stroke.points, i) * half;
    const sf::Vector2f point = sfml(stroke.points[i]);
    const sf::Color color = sfml(mix(stroke.from, stroke.to, t));
    strip[2 * i] = {point + side, color};
    strip[2 * i + 1] = {point - side, color};
  }
  target.draw(strip);
}

void Painter::put(const Bars& bars, sf::RenderTarget& target) const {
  sf::VertexArray quads(sf::Quads, 4 * bars.bars.size());
  std::size_t corner = 0;
  for (const auto& [rect, fill] : bars.bars) {
    const sf::Color color = sfml(fill);
    quads[corner++] = {{rect.x, rect.y}, color};
    quads[corner++] = {{rect.right(), rect.y}, color};
    quads[corner++] = {{rect.right(), rect.bottom()}, color};
    quads[corner++] = {{rect.x, rect.bottom()}, color};
  }
  target.draw(quads);
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
