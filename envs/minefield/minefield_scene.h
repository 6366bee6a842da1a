// How the world of `minefield` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/minefield/minefield_world.h"

namespace saccade {

/// Describes the world into an empty scene: the square, and beyond it as far as the vehicle has
/// gone.
void draw_minefield(const MinefieldWorld& world, Scene& scene);

}  // namespace saccade
