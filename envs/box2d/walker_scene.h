// How the walker's world looks, and which of its things are entities.
#pragma once

#include "envs/box2d/walker_world.h"
#include "envs/core/scene.h"

namespace saccade {

inline constexpr EntityId kWalkerId = 0;

/// The id of a point of the ground, counted from the left.
inline EntityId walker_ground_id(int point) {
  return 1 + point;
}

/// The id of a block, counted from the left.
inline EntityId walker_block_id(std::size_t block) {
  return 1 + WalkerTerrain::kPoints + static_cast<EntityId>(block);
}

/// Whether something that reaches from `left` to `right` (m) is near enough to be an entity: from
/// 1 m behind the hull's middle to the lidar's range before it.
bool is_before_walker(const WalkerWorld& world, double left, double right);

/// What the picture shows besides the world itself.
struct WalkerView {
  bool terrain_entities = false;  ///< Ground and blocks are tagged with their ids.
  int lidar_rays = 0;             ///< From straight down on, counter-clockwise.
  double lidar_gap = 0;           ///< rad from ray to ray
};

/// The picture moves along with the hull.
void draw_walker(const WalkerWorld& world, const WalkerView& view, Scene& scene);

}  // namespace saccade
