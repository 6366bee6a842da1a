#include "render/draw/triangles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "envs/core/error.h"
#include "render/draw/palette.h"

namespace saccade::render {
namespace {

constexpr float kSoft = 0.5F;  // Pixels on both sides of an edge, over which it fades out.

sf::Vector2f sfml(Vec2 v) {
  return {v.x, v.y};
}

Color clear(Color color) {
  color.a = 0;
  return color;
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, float t) {
  const float value = static_cast<float>(a) * (1 - t) + static_cast<float>(b) * t;
  return static_cast<std::uint8_t>(std::lround(value));
}

Color mix(Color a, Color b, float t) {
  return {mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t), mix(a.a, b.a, t)};
}

// Unit vector to the left of the path at point i.
Vec2 normal(const std::vector<Vec2>& points, std::size_t i) {
  const Vec2 before = points[i == 0 ? 0 : i - 1];
  const Vec2 after = points[std::min(i + 1, points.size() - 1)];
  const float dx = after.x - before.x;
  const float dy = after.y - before.y;
  const float length = std::max(std::hypot(dx, dy), 1e-6F);
  return {-dy / length, dx / length};
}

bool is_whole(float x) {
  return std::abs(x - std::round(x)) < 0.01F;
}

Vec2 unit(Vec2 from, Vec2 to) {
  const float length = std::max(std::hypot(to.x - from.x, to.y - from.y), 1e-6F);
  return {(to.x - from.x) / length, (to.y - from.y) / length};
}

// So many that no side is a third of a pixel away from the circle.
float sides_of_circle(float radius) {
  return std::clamp(4.0F * std::sqrt(std::max(radius, 0.0F)), 8.0F, 96.0F);
}

// For each corner of a convex polygon how far it moves inwards where its sides move by 1.
void find_inwards(const std::vector<Vec2>& points, std::vector<Vec2>& inwards) {
  const std::size_t count = points.size();
  float doubled = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Vec2 a = points[i];
    const Vec2 b = points[(i + 1) % count];
    doubled += a.x * b.y - b.x * a.y;
  }
  const float turn = doubled >= 0 ? 1.0F : -1.0F;
  inwards.resize(count);
  Vec2 before = unit(points[count - 1], points[0]);
  for (std::size_t i = 0; i < count; ++i) {
    const Vec2 after = unit(points[i], points[(i + 1) % count]);
    const float share = turn / std::max(1 + before.x * after.x + before.y * after.y, 0.2F);
    inwards[i] = {-share * (before.y + after.y), share * (before.x + after.x)};
    before = after;
  }
}

// Pixels on and off, in turns; together kPatternLength.
constexpr unsigned kPatternLength = 32;
constexpr std::array<std::array<unsigned, 4>, 4> kPatterns{
    {{32, 0, 0, 0}, {10, 6, 10, 6}, {3, 5, 3, 5}, {16, 6, 4, 6}}};
constexpr unsigned kRowsEach = 2;  // Alike, so that no other pattern shines through.

}  // namespace

void load_line_patterns(sf::Texture& texture) {
  sf::Image image;
  image.create(kPatternLength, kRowsEach * kPatterns.size(), sf::Color(255, 255, 255, 0));
  for (unsigned row = 0; row < image.getSize().y; ++row) {
    unsigned x = 0;
    const auto& lengths = kPatterns[row / kRowsEach];
    // Dots are so short that the pattern comes twice.
    for (unsigned part = 0; x < kPatternLength; part = (part + 1) % 4) {
      for (unsigned i = 0; i < lengths[part] && x < kPatternLength; ++i, ++x) {
        if (part % 2 == 0) image.setPixel(x, row, sf::Color::White);
      }
    }
  }
  if (!texture.loadFromImage(image)) throw Error("the graphics driver takes no textures");
  texture.setRepeated(true);
  texture.setSmooth(true);
}

bool is_crisp(const std::vector<Vec2>& points) {
  if (points.size() != 4) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const Vec2 p = points[i];
    const Vec2 next = points[(i + 1) % 4];
    if (!is_whole(p.x) || !is_whole(p.y) || (p.x != next.x && p.y != next.y)) return false;
  }
  return true;
}

void Triangles::quad(const sf::Vertex& a, const sf::Vertex& b, const sf::Vertex& c,
                     const sf::Vertex& d) {
  vertices_.insert(vertices_.end(), {a, b, c, a, c, d});
}

void Triangles::add(const Disc& disc) {
  const int count = static_cast<int>(sides_of_circle(disc.radius));
  Area area{.points = {},
            .fill = disc.fill,
            .outline = disc.outline,
            .outline_width = disc.outline_width};
  for (int i = 0; i < count; ++i) {
    const float angle =
        2 * std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(count);
    area.points.push_back({disc.center.x + disc.radius * std::cos(angle),
                           disc.center.y + disc.radius * std::sin(angle)});
  }
  polygon(area);
}

void Triangles::add(const Area& area) {
  if (area.points.size() >= 3) polygon(area);
}

Vec2 Triangles::inner(std::size_t corner, float by) const {
  const Vec2 p = points_[corner];
  return {p.x + by * inwards_[corner].x, p.y + by * inwards_[corner].y};
}

void Triangles::fan(float inset, Color color) {
  const sf::Color fill = sfml(color);
  for (std::size_t i = 1; i + 1 < points_.size(); ++i) {
    vertices_.insert(vertices_.end(), {{sfml(inner(0, inset)), fill},
                                       {sfml(inner(i, inset)), fill},
                                       {sfml(inner(i + 1, inset)), fill}});
  }
}

// Along the whole edge, from one distance inside of it to another.
void Triangles::band(float from, float to, Color from_color, Color to_color) {
  const sf::Color a = sfml(from_color);
  const sf::Color b = sfml(to_color);
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const std::size_t next = (i + 1) % points_.size();
    quad({sfml(inner(i, from)), a}, {sfml(inner(next, from)), a}, {sfml(inner(next, to)), b},
         {sfml(inner(i, to)), b});
  }
}

// A line of this width inside of the edge; one thinner than a pixel is fainter.
void Triangles::rim(float width, Color color) {
  if (width < 2 * kSoft) {
    const Color faint = faded(color, width);
    band(width / 2 - 2 * kSoft, width / 2, clear(color), faint);
    return band(width / 2, width / 2 + 2 * kSoft, faint, clear(color));
  }
  band(-kSoft, kSoft, clear(color), color);
  if (width > 2 * kSoft) band(kSoft, width - kSoft, color, color);
  band(width - kSoft, width + kSoft, color, clear(color));
}

void Triangles::polygon(const Area& area) {
  points_ = area.points;
  find_inwards(points_, inwards_);
  const bool outlined = area.outline_width > 0 && area.outline.a > 0;
  if (area.fill.a > 0) {
    if (outlined) {
      fan(area.outline_width / 2, area.fill);
    } else if (is_crisp(points_)) {
      fan(0, area.fill);
    } else {
      fan(kSoft, area.fill);
      band(-kSoft, kSoft, clear(area.fill), area.fill);
    }
  }
  if (outlined) rim(area.outline_width, area.outline);
}

void Triangles::add(const Stroke& stroke) {
  const std::size_t count = stroke.points.size();
  if (count < 2) return;
  has_patterns_ = has_patterns_ || stroke.pattern != LinePattern::kSolid;
  const auto row = static_cast<float>(kRowsEach * static_cast<unsigned>(stroke.pattern) + 1);
  float along = 0;  // Texels.
  std::array<sf::Vertex, 4> before;
  for (std::size_t i = 0; i < count; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(count - 1);
    const float width = stroke.width_from * (1 - t) + stroke.width_to * t;
    const Color full = mix(stroke.from, stroke.to, t);
    const Color color = width < 2 * kSoft ? faded(full, width) : full;
    const float core = std::max(width / 2 - kSoft, 0.0F);
    const float edge = core + 2 * kSoft;
    const Vec2 side = normal(stroke.points, i);
    const Vec2 p = stroke.points[i];
    if (i > 0) along += distance(stroke.points[i - 1], p) / stroke.pattern_scale;
    const auto at = [&](float off, Color c) {
      return sf::Vertex({p.x + off * side.x, p.y + off * side.y}, sfml(c), {along, row});
    };
    const std::array<sf::Vertex, 4> now = {at(edge, clear(color)), at(core, color),
                                           at(-core, color), at(-edge, clear(color))};
    for (std::size_t k = 0; i > 0 && k < 3; ++k) {
      if (k != 1 || core > 0) quad(before[k], before[k + 1], now[k + 1], now[k]);
    }
    before = now;
  }
}

void Triangles::add(const Halo& halo) {
  // Of its outer edge, which cannot be seen, the corners cannot be seen either.
  const int pieces = std::max(static_cast<int>(halo.share * sides_of_circle(halo.inner)), 2);
  const sf::Color inner = sfml(halo.color);
  const sf::Color outer = sfml(clear(halo.color));
  const auto at = [&halo, pieces](int piece, float radius) {
    const float turn =
        halo.start - 0.25F + halo.share * static_cast<float>(piece) / static_cast<float>(pieces);
    const float angle = 2 * std::numbers::pi_v<float> * turn;
    return sf::Vector2f{halo.center.x + radius * std::cos(angle),
                        halo.center.y + radius * std::sin(angle)};
  };
  for (int i = 0; i < pieces; ++i) {
    quad({at(i, halo.inner), inner}, {at(i + 1, halo.inner), inner}, {at(i + 1, halo.outer), outer},
         {at(i, halo.outer), outer});
  }
}

void Triangles::add(const Bars& bars) {
  for (const auto& [rect, fill] : bars.bars) {
    const sf::Color color = sfml(fill);
    quad({{rect.x, rect.y}, color}, {{rect.right(), rect.y}, color},
         {{rect.right(), rect.bottom()}, color}, {{rect.x, rect.bottom()}, color});
  }
}

void Triangles::draw(sf::RenderTarget& target, const sf::BlendMode& mode) {
  if (!vertices_.empty()) {
    sf::RenderStates states(mode);
    if (has_patterns_) states.texture = &line_patterns_;
    target.draw(vertices_.data(), vertices_.size(), sf::Triangles, states);
  }
  has_patterns_ = false;
  vertices_.clear();
}

}  // namespace saccade::render
