// Whether an edit of an episode's state can be asked for at all.
#pragma once

#include <span>

#include "envs/core/environment.h"
#include "envs/episode/episode_error.h"

namespace saccade {

/// Throws Error unless the environment offers edits and the place is finite.
void check_edit(const EnvironmentSpec& spec, const StateEdit& edit);

/// Throws Error unless recorded edits are such, in the order of their steps, of an episode of so
/// many steps.
void check_edits(const EnvironmentSpec& spec, std::span<const TimedEdit> edits, int steps);

/// Throws Error (kind kFailure) unless an environment may return `id` for the edit.
void check_edited_id(const StateEdit& edit, EntityId id);

}  // namespace saccade
