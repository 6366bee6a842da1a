// Marks as triangles with soft edges, so that thousands of them are drawn at once, and smoothly
// also where the graphics driver has no antialiasing: at an edge, a band of one pixel fades out.
#pragma once

#include <SFML/Graphics/RenderTarget.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <SFML/Graphics/Vertex.hpp>
#include <span>
#include <vector>

#include "render/draw/drawing.h"

namespace saccade::render {

inline sf::Color sfml(Color c) {
  return {c.r, c.g, c.b, c.a};
}

/// Whether this is a rectangle of whole pixels, whose edges stay sharp.
bool is_crisp(const std::vector<Vec2>& points);

/// The patterns of lines, side by side, for the broken ones: a line with a pattern is as many
/// triangles as one without.
void load_line_patterns(sf::Texture& texture);

class Triangles {
 public:
  /// `line_patterns` must outlive this.
  explicit Triangles(const sf::Texture& line_patterns) : line_patterns_(line_patterns) {}

  /// Whether a mark can be drawn at once with those that were added: broken lines with lines alone.
  bool fits(const Stroke& stroke) const {
    return has_patterns_ || vertices_.empty() || stroke.pattern == LinePattern::kSolid;
  }
  template <class Other>
  bool fits(const Other& /*mark*/) const {
    return !has_patterns_;
  }

  void add(const Disc& disc);
  void add(const Area& area);
  void add(const Stroke& stroke);
  void add(const Halo& halo);
  void add(const Bars& bars);

  const std::vector<sf::Vertex>& vertices() const { return vertices_; }
  /// Draws what was added, and forgets it.
  void draw(sf::RenderTarget& target, const sf::BlendMode& mode = sf::BlendAlpha);

 private:
  void quad(const sf::Vertex& a, const sf::Vertex& b, const sf::Vertex& c, const sf::Vertex& d);
  void polygon(const Area& area);
  void fan(float inset, Color color);
  void band(float from, float to, Color from_color, Color to_color);
  void rim(float width, Color color);
  Vec2 inner(std::size_t corner, float by) const;

  const sf::Texture& line_patterns_;
  bool has_patterns_ = false;  // Lines that were added.
  std::vector<sf::Vertex> vertices_;
  std::vector<Vec2> points_;   // of the polygon at hand
  std::vector<Vec2> inwards_;  // of its corners: how far each moves where its sides move by 1
};

}  // namespace saccade::render
