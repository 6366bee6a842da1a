// How the world of `box-world` looks.
#pragma once

#include <array>

#include "envs/core/scene.h"
#include "envs/grid/box_world_world.h"

namespace saccade {

/// Ids of entities: the agent, then of each item its content and its lock.
inline constexpr EntityId kBoxAgentId = 0;
inline EntityId box_content_id(int item) {
  return 1 + 2 * item;
}
inline EntityId box_lock_id(int item) {
  return 2 + 2 * item;
}

/// The middle of a cell: the room is [0, kSize] x [0, kSize], y upwards.
Vec2 cell_place(BoxCell cell);

/// Red, green and blue, 0 to 1000, of a colour in [0, kKeys).
std::array<int, 3> box_colour(int colour);

/// Describes the world into an empty scene.
void draw_box_world(const BoxWorldWorld& world, Scene& scene);

}  // namespace saccade
