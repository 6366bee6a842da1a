// Shards of environments by themselves.
#pragma once

#include "agents/rollout/rollout_shard.h"
#include "envs/episode/spec_check.h"

namespace saccade::testing {

/// Runs environments [first_env, first_env + envs).
inline RolloutShard make_shard(const PolicySet& policies, const EnvironmentFactory& factory,
                               std::uint64_t seed, int first_env, int envs, int horizon) {
  return {policies, factory, spec_of(factory), seed, {first_env, envs}, horizon};
}

}  // namespace saccade::testing
