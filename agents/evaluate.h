// Playing episodes with fixed seeds: how good is a policy?
#pragma once

#include <cstdint>
#include <vector>

#include "agents/policy.h"
#include "envs/core/episode_runner.h"
#include "envs/core/registry.h"

namespace saccade {

struct Evaluation {
  std::vector<EpisodeSummary> episodes;  ///< In the order of their seeds.
  double seconds = 0;
  std::int64_t steps = 0;
};

/// Plays `episodes` episodes, the k-th with seed `seed + k`.  Actions are the distribution's mode,
/// or sampled if `stochastic`; without a policy (null) they are uniformly random.  The result does
/// not depend on `threads`.
Evaluation evaluate(const Policy* policy, const EnvironmentFactory& make_environment, int episodes,
                    std::uint64_t seed, bool stochastic, int threads);

}  // namespace saccade
