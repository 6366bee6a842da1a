// How the world of `treasure-hunt` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/entity_gym/treasure_hunt_world.h"

namespace saccade {

/// Describes the whole square into an empty scene; a cell has the side 1.
void draw_treasure_hunt(const TreasureWorld& world, Scene& scene);

}  // namespace saccade
