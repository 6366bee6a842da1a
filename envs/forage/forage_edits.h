// Edits of the world of `forage`.
#pragma once

#include "envs/core/environment.h"
#include "envs/forage/forage_world.h"

namespace saccade {

/// Moves all, and adds and removes all but the agent, up to the most that the settings allow.  A
/// place beyond a wall becomes the nearest one within.  Throws Error by refuse_edit.
EntityId edit_forage(const StateEdit& edit, const ForageSettings& settings, ForageWorld& world);

}  // namespace saccade
