// What is to be painted, in pixels: a plain list that knows no graphics library.
//
// World, overlay and panel append to one Drawing; a painter puts it on the screen.  So everything
// about what is shown and where can be checked without a display.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "envs/core/scene.h"

namespace saccade::render {

/// Of two points, in their unit.
inline float distance(Vec2 a, Vec2 b) {
  return std::hypot(b.x - a.x, b.y - a.y);
}

/// Pixels; y points down.
struct Rect {
  float x = 0, y = 0, width = 0, height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  Vec2 center() const { return {x + width / 2, y + height / 2}; }
  bool contains(Vec2 p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
};

struct Disc {
  Vec2 center;
  float radius = 1;
  Color fill;
  Color outline{0, 0, 0, 0};
  float outline_width = 0;  ///< Lies inside the radius.
};

/// A convex polygon.
struct Area {
  std::vector<Vec2> points;
  Color fill;
  Color outline{0, 0, 0, 0};
  float outline_width = 0;  ///< Lies inside the polygon.
};

/// How a line is broken, so that lines are told apart without their colours.
enum class LinePattern { kSolid, kDashed, kDotted, kDashDot };

/// An open path whose width and colour run evenly from its first point to its last.
struct Stroke {
  std::vector<Vec2> points;
  float width_from = 1, width_to = 1;
  Color from, to;
  LinePattern pattern = LinePattern::kSolid;
  float pattern_scale = 1;  ///< 1: a dash has 10 pixels.
};

/// Light around a part of a circle, which fades outwards.
struct Halo {
  Vec2 center;
  float inner = 1, outer = 2;  ///< Radii.
  float start = 0, share = 1;  ///< In turns, clockwise from the top.
  Color color;                 ///< At the inner edge.
};

/// Many rectangles without outlines, of a chart or a picture.
struct Bars {
  std::vector<std::pair<Rect, Color>> bars;
  bool as_is = false;  ///< Its colours are what it shows: the same in every theme.
};

enum class Align { kLeft, kCenter, kRight };

/// One line of text.
struct Words {
  Vec2 baseline;     ///< Left end, middle or right end of the baseline, as `align` says.
  std::string text;  ///< UTF-8.
  float size = 12;   ///< Of the em.
  Color color;
  Align align = Align::kLeft;
  bool bold = false;
  float max_width = 0;  ///< Longer text is cut and ends in an ellipsis; 0: any length.
};

using Mark = std::variant<Disc, Area, Stroke, Halo, Bars, Words>;
using Drawing = std::vector<Mark>;

/// A drawing in a part of the window, from whose corner its pixels count; nothing sticks out of it.
struct PlacedDrawing {
  Rect place{};
  Drawing drawing{};
};

Area rectangle(const Rect& rect, Color fill);
/// A rectangle with round corners; `radius` is cut to half of the shorter side.
Area rounded(const Rect& rect, float radius, Color fill);

/// About the width of a text in DejaVu Sans: seldom less than it takes.
float text_width(const std::string& text, float size);

/// The baseline that centres capitals of this size on `y` (capitals of DejaVu Sans: 0.729 em).
inline float centered_baseline(float y, float size) {
  return y + 0.3645F * size;
}

}  // namespace saccade::render
