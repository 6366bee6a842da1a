#include "render/overlay/world.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade::render {
namespace {

// Shapes of an entity that go further than so many of its radii (shadows, trails) are left out of
// its icon; leaves and eyes belong to it.
constexpr float kIconReach = 1.75F;

struct Outline {
  std::vector<Vec2> points;
  float reach = 0;   // how far the shape goes beyond its points
  float weight = 0;  // about its area
};

Outline outline(const Circle& circle) {
  const float area = std::numbers::pi_v<float> * circle.radius * circle.radius;
  return {{circle.center}, circle.radius, area};
}

Outline outline(const Polygon& polygon) {
  float doubled = 0;
  for (std::size_t i = 0; i < polygon.points.size(); ++i) {
    const Vec2 a = polygon.points[i];
    const Vec2 b = polygon.points[(i + 1) % polygon.points.size()];
    doubled += a.x * b.y - b.x * a.y;
  }
  return {polygon.points, 0, std::abs(doubled) / 2};
}

Outline outline(const Line& line) {
  const float length = std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
  return {{line.from, line.to}, line.width / 2, length * line.width};
}

Outline outline(const Text& text) {
  return {{text.center}, text.height / 2, text.height};
}

Outline outline(const SceneShape& shape) {
  return std::visit([](const auto& s) { return outline(s); }, shape.shape);
}

Vec2 middle(const std::vector<Vec2>& points) {
  Vec2 sum;
  for (const Vec2 p : points) sum = {sum.x + p.x, sum.y + p.y};
  const auto count = static_cast<float>(std::max<std::size_t>(points.size(), 1));
  return {sum.x / count, sum.y / count};
}

// How far from `center` the shape goes.
float reach_from(Vec2 center, const Outline& shape) {
  float reach = 0;
  for (const Vec2 point : shape.points) {
    reach = std::max(reach, distance(center, point) + shape.reach);
  }
  return reach;
}

bool is_anchor(const SceneShape& shape) {
  return shape.anchor && shape.entity != kNoEntity;
}

Mark in_pixels(const Circle& circle, const SceneShape& shape, const WorldTransform& transform) {
  return Disc{transform(circle.center), circle.radius * transform.scale(), shape.fill,
              shape.outline, shape.outline_width * transform.scale()};
}

Mark in_pixels(const Polygon& polygon, const SceneShape& shape, const WorldTransform& transform) {
  Area area{.points = {},
            .fill = shape.fill,
            .outline = shape.outline,
            .outline_width = shape.outline_width * transform.scale()};
  for (const Vec2 point : polygon.points) area.points.push_back(transform(point));
  return area;
}

Mark in_pixels(const Line& line, const SceneShape& shape, const WorldTransform& transform) {
  const float width = std::max(line.width * transform.scale(), 1.0F);
  return Stroke{{transform(line.from), transform(line.to)}, width, width, shape.fill, shape.fill};
}

Mark in_pixels(const Text& text, const SceneShape& shape, const WorldTransform& transform) {
  const float size = text.height * transform.scale();
  const Vec2 center = transform(text.center);
  return Words{.baseline = {center.x, centered_baseline(center.y, size)},
               .text = text.text,
               .size = size,
               .color = shape.fill,
               .align = Align::kCenter};
}

}  // namespace

std::unordered_map<EntityId, Anchor> find_anchors(const Scene& scene) {
  std::unordered_map<EntityId, Anchor> anchors;
  std::unordered_map<EntityId, float> weights;
  for (const SceneShape& shape : scene.shapes) {
    if (!is_anchor(shape)) continue;
    const Outline part = outline(shape);
    const Vec2 center = middle(part.points);
    const float weight = std::max(part.weight, 1e-9F);
    Anchor& anchor = anchors[shape.entity];
    const float share = weight / (weights[shape.entity] += weight);
    anchor.center.x += share * (center.x - anchor.center.x);
    anchor.center.y += share * (center.y - anchor.center.y);
  }
  for (const SceneShape& shape : scene.shapes) {
    if (!is_anchor(shape)) continue;
    Anchor& anchor = anchors[shape.entity];
    anchor.radius = std::max(anchor.radius, reach_from(anchor.center, outline(shape)));
  }
  return anchors;
}

std::optional<Color> entity_color(const Scene& scene, EntityId entity) {
  std::optional<Color> color;
  float most = 0;
  for (const SceneShape& shape : scene.shapes) {
    if (!is_anchor(shape) || shape.entity != entity || shape.fill.a < 128) continue;
    const float weight = outline(shape).weight;
    if (color && weight <= most) continue;
    color = shape.fill;
    most = weight;
  }
  return color;
}

void draw_shape(Drawing& drawing, const SceneShape& shape, const WorldTransform& transform) {
  drawing.push_back(
      std::visit([&](const auto& s) { return in_pixels(s, shape, transform); }, shape.shape));
}

void draw_world(Drawing& drawing, const Scene& scene, const WorldTransform& transform) {
  drawing.push_back(rectangle(transform.shown(), scene.background));
  for (const SceneShape& shape : scene.shapes) draw_shape(drawing, shape, transform);
}

void draw_icon(Drawing& drawing, const Scene& scene, EntityId entity, const Anchor& anchor,
               Vec2 center, float radius) {
  std::vector<const SceneShape*> parts;
  float reach = anchor.radius;
  for (const SceneShape& shape : scene.shapes) {
    if (shape.entity != entity) continue;
    const float extent = reach_from(anchor.center, outline(shape));
    if (extent > kIconReach * anchor.radius) continue;
    parts.push_back(&shape);
    reach = std::max(reach, extent);
  }
  const Rect box{center.x - radius, center.y - radius, 2 * radius, 2 * radius};
  const WorldTransform transform({anchor.center.x - reach, anchor.center.y - reach},
                                 {anchor.center.x + reach, anchor.center.y + reach}, box);
  for (const SceneShape* part : parts) draw_shape(drawing, *part, transform);
}

}  // namespace saccade::render
