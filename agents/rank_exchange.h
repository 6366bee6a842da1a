// What the ranks of a learner tell each other about their environments: what was collected there,
// and how the running episodes stand.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "agents/ranks/ranks.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/state/tensors.h"
#include "agents/threads/thread_pool.h"

namespace saccade {

/// Between all ranks; every method but own_shards is to be called by all of them.  With ranks =
/// null there is nobody to tell.
class RankExchange {
 public:
  /// Spec and shards must outlive it and stay where they are.  Throws Error when there are more
  /// ranks than shards.
  RankExchange(Ranks* ranks, const EnvironmentSpec& spec, std::vector<RolloutShard>& shards);

  Ranks* ranks() const { return ranks_; }
  /// [first, end) of the shards that are here.
  std::pair<std::size_t, std::size_t> own_shards() const {
    return own_share(ranks_, shards_.size());
  }

  /// Collects a rollout by `collect`, on every rank in its own shards; then all shards hold theirs.
  void collect(const std::function<void()>& collect);
  /// Of the running episodes in all shards: save_environments.
  void save(TensorMap& tensors);
  /// The states of the own shards, by replaying what was saved, once all ranks have theirs.
  std::vector<ShardState> replay(const TensorMap& saved, const EnvironmentFactory& make_environment,
                                 std::uint64_t seed, ThreadPool& pool);

 private:
  void save_own(TensorMap& tensors) const;
  void learn(const std::vector<Bytes>& told, bool with_rollouts);

  Ranks* ranks_;
  const EnvironmentSpec& spec_;
  std::vector<RolloutShard>& shards_;
  TensorMap environments_;  // Of all ranks; empty: they have not told.
};

}  // namespace saccade
