// How `intersection` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/road/intersection_world.h"
#include "envs/road/road_senses.h"

namespace saccade {

/// Describes the crossing, its traffic and the agent's way into an empty scene.
void draw_intersection(const IntersectionWorld& world, const RoadSight& sight, Scene& scene);

}  // namespace saccade
