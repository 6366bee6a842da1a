// The scene in pixels, and where in it each entity is.
#pragma once

#include <functional>
#include <optional>
#include <unordered_map>

#include "render/draw/drawing.h"
#include "render/draw/layout.h"

namespace saccade::render {

/// The circle around an entity's anchor shapes, in world units.
struct Anchor {
  Vec2 center;
  float radius = 0;
};

/// Joins ids to places: every entity that has an anchor shape in the scene.
std::unordered_map<EntityId, Anchor> find_anchors(const Scene& scene);

/// The fill of an entity's largest anchor shape; none where it has no such shape.
std::optional<Color> entity_color(const Scene& scene, EntityId entity);

/// Appends one shape.
void draw_shape(Drawing& drawing, const SceneShape& shape, const WorldTransform& transform);

/// Appends the scene's background and all its shapes.
void draw_world(Drawing& drawing, const Scene& scene, const WorldTransform& transform);

/// Appends an entity's shapes, all but those that reach far beyond its anchor, as a small picture
/// centred on `center` that fits a circle of `radius` pixels.
void draw_icon(Drawing& drawing, const Scene& scene, EntityId entity, const Anchor& anchor,
               Vec2 center, float radius);

}  // namespace saccade::render
