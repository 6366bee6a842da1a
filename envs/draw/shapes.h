// What the environments' pictures have in common: a few colours and shapes.
#pragma once

#include <cmath>
#include <initializer_list>
#include <utility>
#include <vector>

#include "envs/core/colors.h"
#include "envs/core/scene.h"

namespace saccade::shapes {

using namespace colors;

inline constexpr Color kGround{44, 49, 59};
inline constexpr Color kEdge{104, 114, 131};
inline constexpr Color kSilver{206, 212, 222};

/// Rounds a point of double coordinates to the scene's.
inline Vec2 point(double x, double y) {
  return {static_cast<float>(x), static_cast<float>(y)};
}

/// Where a body stands: turned by `angle` (radians, counter-clockwise), then moved to (x, y).
struct Pose {
  double x = 0;
  double y = 0;
  double angle = 0;

  Vec2 at(double local_x, double local_y) const {
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    return point(x + c * local_x - s * local_y, y + s * local_x + c * local_y);
  }

  Polygon polygon(std::initializer_list<std::pair<double, double>> local) const {
    Polygon result;
    for (const auto& [local_x, local_y] : local) result.points.push_back(at(local_x, local_y));
    return result;
  }

  Polygon box(double left, double bottom, double right, double top) const {
    return polygon({{left, bottom}, {right, bottom}, {right, top}, {left, top}});
  }
};

inline Polygon box(double left, double bottom, double right, double top) {
  return Pose{}.box(left, bottom, right, top);
}

/// Gives a shape an outline.
inline void outline(SceneShape& shape, Color color, float width) {
  shape.outline = color;
  shape.outline_width = width;
}

/// Adds a shape that shows an entity without telling where it is (a shadow, a part, a flame).
template <class Shape>
SceneShape& add_part(Scene& scene, Shape shape, Color color, EntityId entity = kNoEntity) {
  SceneShape& added = scene.add(std::move(shape), color, entity);
  added.anchor = false;
  return added;
}

}  // namespace saccade::shapes
