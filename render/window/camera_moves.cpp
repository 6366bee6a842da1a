#include "render/window/camera_moves.h"

#include <algorithm>
#include <cmath>

namespace saccade::render {
namespace {

constexpr float kMostZoom = 40;
constexpr float kZoomOfTurn = 1.2F;

Vec2 middle_of(const WorldTransform& transform) {
  return transform.world_at(transform.shown().center());
}

}  // namespace

Camera zoomed(Camera camera, const WorldTransform& transform, Vec2 place, float turns) {
  const Vec2 center = middle_of(transform);
  const Vec2 under = transform.world_at(place);
  const float before = camera.zoom;
  camera.zoom = std::clamp(before * std::pow(kZoomOfTurn, turns), 1.0F, kMostZoom);
  const float share = before / camera.zoom;
  camera.center = {under.x + (center.x - under.x) * share, under.y + (center.y - under.y) * share};
  return camera.zoom > 1 ? camera : Camera{};
}

Camera dragged(Camera camera, const WorldTransform& transform, Vec2 by) {
  if (camera.zoom == 1) return camera;
  const Vec2 center = middle_of(transform);
  camera.center = {center.x - by.x / transform.scale(), center.y + by.y / transform.scale()};
  camera.follow = false;
  return camera;
}

}  // namespace saccade::render
