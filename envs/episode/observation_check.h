// Whether what an environment shows fits what it declared.
#pragma once

#include <vector>

#include "envs/core/environment.h"
#include "envs/episode/id_set.h"

namespace saccade {

/// [agents] observations to be filled in.
std::vector<Observation> empty_observations(const EnvironmentSpec& spec);

/// Checks one observation, on which an agent of this kind is to act: row counts, unique ids, finite
/// features, what sensors read, masks.
/// Throws Error (kind kFailure) naming what is wrong.
void check_observation(const AgentKind& kind, const Observation& observation);

/// The same of what is seen alone, without what is to be done.  `met` is reused, so that nothing is
/// allocated once it is large enough.
void check_sight(const ObservationSpace& space, const Observation& observation, IdSet& met);
/// The same of what is to be done: which heads take part, and their masks.
void check_heads(const ActionSpace& space, const Observation& observation);

}  // namespace saccade
