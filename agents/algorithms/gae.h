// Generalised advantage estimation (Schulman et al. 2016).
#pragma once

#include "agents/algorithms/trajectories.h"

namespace saccade {

/// Overwrites the targets:
///   delta_t = r_t + gamma * next_value_t - value_t
///   A_t = delta_t + gamma * lambda * A_{t+1}, the second term only within an episode
///   return_t = A_t + value_t
void generalised_advantages(const Trajectories& trajectories, const Discount& discount,
                            Targets& targets);

}  // namespace saccade
