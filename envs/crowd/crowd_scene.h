// How the world of `crowd-nav` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/crowd/crowd_world.h"

namespace saccade {

/// Describes the world into an empty scene: all places and goals, and around them a margin.
void draw_crowd(const CrowdWorld& world, Scene& scene);

}  // namespace saccade
