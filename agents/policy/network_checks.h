// Whether a network can be built for an environment's spaces.
#pragma once

#include "agents/policy/policy_config.h"
#include "envs/core/action_space.h"

namespace saccade {

/// Throws Error naming what does not fit: a width that heads do not divide, an `mlp` encoder for
/// varying counts, a head that selects among types that do not exist, ...
void check_network(const ObservationSpace& observation, const ActionSpace& action,
                   const PolicyConfig& config);

}  // namespace saccade
