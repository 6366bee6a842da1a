#include "render/frame/between.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

namespace saccade::render {
namespace {

constexpr float kFarthest = 0.25F;  // Of the world's longer side.

using ShapesOfEntity = std::unordered_map<EntityId, std::vector<const SceneShape*>>;

ShapesOfEntity shapes_of_entities(const Scene& scene) {
  ShapesOfEntity shapes;
  for (const SceneShape& shape : scene.shapes) shapes[shape.entity].push_back(&shape);
  return shapes;
}

class Mix {
 public:
  Mix(float t, float farthest) : t_(t), farthest_(farthest) {}

  // Moves the first of two points towards the second.
  bool move(Vec2& point, Vec2 to) const {
    if (std::hypot(to.x - point.x, to.y - point.y) > farthest_) return false;
    point = {point.x + t_ * (to.x - point.x), point.y + t_ * (to.y - point.y)};
    return true;
  }
  void move(float& number, float to) const { number += t_ * (to - number); }

  bool operator()(Circle& circle, const Circle& to) const {
    if (!move(circle.center, to.center)) return false;
    move(circle.radius, to.radius);
    return true;
  }
  bool operator()(Polygon& polygon, const Polygon& to) const {
    if (polygon.points.size() != to.points.size()) return false;
    for (std::size_t i = 0; i < to.points.size(); ++i) {
      if (!move(polygon.points[i], to.points[i])) return false;
    }
    return true;
  }
  bool operator()(Line& line, const Line& to) const {
    return move(line.from, to.from) && move(line.to, to.to);
  }
  bool operator()(Text& text, const Text& to) const { return move(text.center, to.center); }

 private:
  float t_;
  float farthest_;
};

template <class Shape>
void move_as(SceneShape& shape, const SceneShape& to, const Mix& mix) {
  const auto* target = std::get_if<Shape>(&to.shape);
  auto* moved = std::get_if<Shape>(&shape.shape);
  if (target == nullptr || moved == nullptr) return;
  Shape copy = *moved;  // All of its points move, or none.
  if (mix(copy, *target)) *moved = std::move(copy);
}

void move_shape(SceneShape& shape, const SceneShape& to, const Mix& mix) {
  move_as<Circle>(shape, to, mix);
  move_as<Polygon>(shape, to, mix);
  move_as<Line>(shape, to, mix);
  move_as<Text>(shape, to, mix);
}

}  // namespace

Scene between(const Scene& from, const Scene& to, float t) {
  Scene scene = from;
  const float farthest = kFarthest * std::max(from.max.x - from.min.x, from.max.y - from.min.y);
  const Mix mix(t, farthest);
  if (!mix.move(scene.min, to.min) || !mix.move(scene.max, to.max)) return from;
  const ShapesOfEntity before = shapes_of_entities(from);
  const ShapesOfEntity after = shapes_of_entities(to);
  std::unordered_map<EntityId, std::size_t> seen;
  for (SceneShape& shape : scene.shapes) {
    const std::size_t number = seen[shape.entity]++;
    const auto found = after.find(shape.entity);
    if (found == after.end() || found->second.size() != before.at(shape.entity).size()) continue;
    move_shape(shape, *found->second[number], mix);
  }
  return scene;
}

}  // namespace saccade::render
