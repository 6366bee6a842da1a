// How `highway` and `merge` look.
#pragma once

#include "envs/core/scene.h"
#include "envs/road/road_senses.h"
#include "envs/road/traffic/traffic.h"

namespace saccade {

/// Describes the road around the agent's car into an empty scene.
void draw_highway(const Traffic& traffic, const RoadSight& sight, Scene& scene);

}  // namespace saccade
