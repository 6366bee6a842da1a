// How the world of `sorter` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/relations/sorter_world.h"

namespace saccade {

/// Ids of entities; tile k has kFirstTileId + k.
inline constexpr EntityId kSorterId = 0, kFirstTileId = 1;

/// Where tile `tile` of `count` lies: on a circle of radius 1, the first at the top, clockwise.
Vec2 tile_place(int tile, int count);

/// Where the agent stands: in the middle at first, then inside the ring, before the tile that it
/// visited last.
Vec2 sorter_place(const SorterWorld& world);

/// Describes the world into an empty scene.  `visited_are_seen`: whether tiles that were visited
/// are still entities.
void draw_sorter(const SorterWorld& world, bool visited_are_seen, Scene& scene);

}  // namespace saccade
