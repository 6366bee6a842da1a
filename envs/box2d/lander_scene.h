// How the lander's world looks, and which of its things are entities.
#pragma once

#include "envs/box2d/lander_world.h"
#include "envs/core/scene.h"

namespace saccade {

inline constexpr EntityId kLanderId = 0;
inline constexpr EntityId kPadId = 1;

/// The id of a corner of the ground, counted from the left.
inline EntityId terrain_id(int corner) {
  return 2 + corner;
}

/// Whether a corner of the ground is near enough to be an entity: within 5 m to either side.
bool sees_terrain(const LanderWorld& world, int corner);

/// Tags the pad and the corners of the ground with their ids when they are entities.
void draw_lander(const LanderWorld& world, bool terrain_entities, Scene& scene);

}  // namespace saccade
