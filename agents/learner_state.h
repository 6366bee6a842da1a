// What a learner saves besides what it learned (kind_learner.h), so that it continues exactly:
// counters, and the running episodes as seeds and actions, which are replayed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agents/rollout/rollout_shard.h"
#include "agents/state/tensors.h"
#include "agents/threads/thread_pool.h"

namespace saccade {

struct LearnerCounters {
  std::uint64_t seed = 0;
  std::int64_t steps = 0;  ///< Of environments; a step of several agents counts once.
  std::int64_t updates = 0;
};

void save_counters(const LearnerCounters& counters, TensorMap& tensors);

/// Throws Error when a number cannot be one of a learner with this seed.
LearnerCounters read_counters(const TensorMap& tensors, std::uint64_t seed);

/// Those of the shards that are here.
void save_environments(std::span<const RolloutShard> shards, const EnvironmentSpec& spec,
                       TensorMap& tensors);

/// The states of the shards [own.first, own.second), by replaying what was saved.  Throws
/// Error when the tensors do not fit, EpisodeError when an environment fails in the replay or shows
/// something else than it did.
std::vector<ShardState> restore_environments(const TensorMap& tensors,
                                             const std::vector<RolloutShard>& shards,
                                             std::pair<std::size_t, std::size_t> own,
                                             const EnvironmentSpec& spec,
                                             const EnvironmentFactory& make_environment,
                                             std::uint64_t seed, ThreadPool& pool);

}  // namespace saccade
