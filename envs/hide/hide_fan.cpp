#include "envs/hide/hide_fan.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace saccade {
namespace {

// A ray to either side of each corner, so that the edges of shadows are sharp.
constexpr float kBeside = 0.0005F;  // rad

std::array<b2Vec2, 4> corners_of(const HideWall& wall) {
  const b2Vec2 reach{kHideWallHalf, kHideWallHalf};
  const b2Vec2 low = b2Min(wall.from, wall.to) - reach, high = b2Max(wall.from, wall.to) + reach;
  return {low, b2Vec2{high.x, low.y}, high, b2Vec2{low.x, high.y}};
}

std::array<b2Vec2, 4> corners_of(const HideWorld::Box& box) {
  const float h = kHideBoxHalf;
  return {box.body->GetWorldPoint({-h, -h}), box.body->GetWorldPoint({h, -h}),
          box.body->GetWorldPoint({h, h}), box.body->GetWorldPoint({-h, h})};
}

}  // namespace

std::vector<b2Vec2> hide_fan(const HideWorld& world, std::size_t agent) {
  constexpr int kRays = 48;
  const b2Vec2 eye = world.agents()[agent].body->GetPosition(), ahead = world.ahead(agent);
  const float half_cone = std::acos(world.cone_cosine());
  std::vector<float> angles;  // rad, to the left of ahead.
  for (int i = 0; i <= kRays; ++i) {
    angles.push_back(half_cone * (2 * static_cast<float>(i) / kRays - 1));
  }
  const auto add_corner = [&](b2Vec2 corner) {
    const b2Vec2 offset = corner - eye;
    const float angle = std::atan2(b2Cross(ahead, offset), b2Dot(ahead, offset));
    for (const float beside : {angle - kBeside, angle + kBeside}) {
      if (std::abs(beside) < half_cone) angles.push_back(beside);
    }
  };
  for (const HideWall& wall : world.walls()) {
    for (const b2Vec2 corner : corners_of(wall)) add_corner(corner);
  }
  for (const HideWorld::Box& box : world.boxes()) {
    for (const b2Vec2 corner : corners_of(box)) add_corner(corner);
  }
  std::sort(angles.begin(), angles.end());
  std::vector<b2Vec2> edge;
  for (const float angle : angles) {
    const b2Vec2 turn{std::cos(angle), std::sin(angle)};
    const b2Vec2 sight{ahead.x * turn.x - ahead.y * turn.y, ahead.x * turn.y + ahead.y * turn.x};
    const HideHit hit = cast_hide_ray(world.physics(), eye, sight, 4 * world.half(), nullptr, true);
    edge.push_back(eye + hit.distance * sight);
  }
  return edge;
}

}  // namespace saccade
