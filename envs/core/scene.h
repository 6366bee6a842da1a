// How an environment describes its appearance: shapes in world units, tagged with entity ids.
//
// The description is drawn elsewhere; the tags let a viewer join what an agent attends to with what
// is seen.  The y axis points up.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "envs/core/observation_space.h"

namespace saccade {

struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
};

struct Circle {
  Vec2 center;
  float radius = 1;  ///< World units.
};

/// Convex, counter-clockwise or clockwise.
struct Polygon {
  std::vector<Vec2> points;
};

struct Line {
  Vec2 from, to;
  float width = 0.05F;  ///< World units.
};

struct Text {
  Vec2 center;
  std::string text;
  float height = 0.5F;  ///< World units.
};

struct SceneShape {
  std::variant<Circle, Polygon, Line, Text> shape;
  Color fill;
  Color outline{0, 0, 0, 0};
  float outline_width = 0;      ///< World units; 0: none.
  EntityId entity = kNoEntity;  ///< The entity that the shape shows.
  bool anchor = true;  ///< Whether the entity is where this shape is (a shadow or a trail is not).
};

/// Shapes are drawn in order: later ones cover earlier ones.
struct Scene {
  Vec2 min{0, 0};  ///< The part of the world to be shown.
  Vec2 max{1, 1};
  Color background{24, 26, 31};
  std::vector<SceneShape> shapes;

  void clear() { shapes.clear(); }
  SceneShape& add(std::variant<Circle, Polygon, Line, Text> shape, Color fill,
                  EntityId entity = kNoEntity) {
    shapes.push_back({.shape = std::move(shape), .fill = fill, .entity = entity});
    return shapes.back();
  }
};

}  // namespace saccade
