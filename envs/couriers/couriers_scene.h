// How the world of `couriers` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/couriers/couriers_world.h"

namespace saccade {

/// Describes the square into an empty scene: parcels with the ways that they have to go, couriers
/// with their strength and with what they are going for.
void draw_couriers(const CouriersWorld& world, Scene& scene);

}  // namespace saccade
