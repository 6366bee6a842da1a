// Edits of the particle worlds.
#pragma once

#include "envs/core/environment.h"
#include "envs/particles/particle_world.h"

namespace saccade {

/// Places of edits are limited to [-kFarthestEdit, kFarthestEdit]^2: a plane has no end.
inline constexpr double kFarthestEdit = 10;

/// Puts an entity elsewhere, which keeps its velocity.  Throws Error if there is none of the id.
EntityId move_particle(const StateEdit& edit, ParticleWorld& world);

/// The same in a world in which the numbers of agents and landmarks stay: it throws Error if the
/// edit is no move.
EntityId edit_team(const StateEdit& edit, ParticleWorld& world);

}  // namespace saccade
