// How the world of `crowd-nav` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/crowd/crowd_world.h"

namespace saccade {

/// Ids of entities; the k-th person has kFirstPersonId + k.
inline constexpr EntityId kCrowdRobotId = 0, kFirstPersonId = 1;

/// Describes the world into an empty scene: all places and goals, and around them a margin.
void draw_crowd(const CrowdWorld& world, Scene& scene);

}  // namespace saccade
