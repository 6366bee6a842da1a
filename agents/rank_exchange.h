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
  /// With `with_records`, ranks tell each other all that they collect, else what it is in sum. Spec
  /// and shards must outlive it and stay where they are.  Throws Error when there are more ranks
  /// than shards.
  RankExchange(Ranks* ranks, const EnvironmentSpec& spec, std::vector<RolloutShard>& shards,
               bool with_records);

  Ranks* ranks() const { return ranks_; }
  /// [first, end) of the shards that are here.
  std::pair<std::size_t, std::size_t> own_shards() const {
    return own_share(ranks_, shards_.size());
  }

  /// [first, end) of the shards whose records are here.
  std::pair<std::size_t, std::size_t> recorded_shards() const {
    return with_records_ ? std::pair{std::size_t{0}, shards_.size()} : own_shards();
  }

  /// Collects a rollout by `collect`, on every rank in its own shards, and tells of it.
  void collect(const std::function<void()>& collect);
  /// What is saved from now on are the environments as they are now, until the next `collect` or
  /// `replay`.
  void remember();
  /// Of the running episodes in all shards: save_environments.
  void save(TensorMap& tensors);
  /// Does the work on every rank.  Throws what any of them throws.
  void do_everywhere(const std::function<void()>& work);
  /// The states of the own shards, by replaying what was saved, once all ranks have theirs.
  std::vector<ShardState> replay(const TensorMap& saved, const EnvironmentFactory& make_environment,
                                 std::uint64_t seed, ThreadPool& pool);

 private:
  void save_own(TensorMap& tensors) const;
  void learn(const std::vector<Bytes>& told);

  Ranks* ranks_;
  const EnvironmentSpec& spec_;
  std::vector<RolloutShard>& shards_;
  bool with_records_;
  bool remembers_ = false;
  TensorMap remembered_;  // Of the own environments; the memory serves the next time, too.
};

}  // namespace saccade
