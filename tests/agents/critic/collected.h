// Rollouts with a central critic, and what the critic says of some of their samples.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agents/rollout/make_shard.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::testing {

inline PolicyConfig central_policy(const std::string& memory = "none",
                                   bool separate_value = false) {
  PolicyConfig config = small_policy();
  config.critic = CriticScope::kCentral;
  config.separate_value = separate_value;
  config.memory.kind = nn::find_memory_kind(memory);
  if (memory != "none") config.memory_sequence = 8;
  return config;
}

/// A rollout that follows another one, so that it begins in the middle of episodes.
template <class E>
class Collected {
 public:
  static constexpr int kHorizon = 29;  ///< No multiple of an episode or a sequence.

  explicit Collected(const PolicyConfig& config, int envs = 3, int horizon = kHorizon,
                     int shards = 1)
      : policies_(E().spec().kinds, config, 1) {
    for (int shard = 0; shard < shards; ++shard) {
      shards_.push_back(make_shard(policies_, factory_of<E>(), 11, shard * envs, envs, horizon));
    }
    for (RolloutShard& shard : shards_) {
      shard.collect(0.99F);
      shard.collect(0.99F);
    }
  }

  const Policy::Impl& policy() const { return policies_[0].impl(); }
  /// Of the first shard.
  const RolloutRecord& record() const { return shards_[0].kind(0).record(); }
  /// [shards]
  std::vector<const RolloutRecord*> records() const {
    std::vector<const RolloutRecord*> records;
    for (const RolloutShard& shard : shards_) records.push_back(&shard.kind(0).record());
    return records;
  }

  /// Values of samples that stand at these places of `seen`; with each by itself or as one team.
  std::vector<float> values(const FeatureBatch& seen, const std::vector<std::int32_t>& places,
                            bool together) const {
    FeatureBatch batch = policy().make_batch();
    for (const std::int32_t place : places) batch.append(seen, place);
    NetworkInput<float> input;
    NetworkPass<float> pass = policy().network.make_pass();
    batch.view(0, batch.size(), input);
    if (together) input.teams.assign_together(batch.size());
    policy().network.prepare(policy().parameters.data(), pass);
    policy().network.forward_value(policy().parameters.data(), input, pass);
    return {pass.value.data(), pass.value.data() + batch.size()};
  }

 private:
  PolicySet policies_;
  std::vector<RolloutShard> shards_;
};

}  // namespace saccade::testing
