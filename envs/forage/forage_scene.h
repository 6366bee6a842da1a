// How the world of `forage` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/forage/forage_world.h"

namespace saccade {

/// Describes the world into an empty scene.  What a crate hides from the agent is drawn faintly, as
/// decoration, and the ground that crates hide lies in shadow.
void draw_forage(const ForageWorld& world, Scene& scene);

}  // namespace saccade
