// What a learner does for one kind of agents: the targets of their samples, the update of their
// policy, and the statistics of what they see and earn.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/learner.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/state/moments.h"
#include "agents/state/tensors.h"
#include "agents/update/policy_update.h"

namespace saccade {

class KindLearner {
 public:
  /// Of kind number `kind`.  Policies and shards must outlive it and stay where they are.
  KindLearner(std::size_t kind, PolicySet& policies, std::vector<RolloutShard>& shards,
              const LearnerConfig& config);

  /// Before a rollout: the part of the training that is done.
  void set_progress(float progress) {
    algorithm_->set_progress(progress);
    policy_update_.learning_rate().set_progress(progress);
  }
  /// Takes in what the rollout taught about observations and rewards.  The rollout's own samples
  /// keep the normalisation under which they were acted upon.
  void merge_statistics();
  /// Of a shard's samples, with rewards by the scale that was merged.  Called by several threads at
  /// once.
  void estimate_targets(std::size_t shard);
  /// Takes the steps of one update and returns its metrics, in the order of metric_names().
  std::vector<double> update(const UpdateSchedule& schedule, ThreadPool& pool);

  /// The algorithm's metrics, then explained_variance, learning_rate and grad_norm.
  const std::vector<std::string>& metric_names() const { return metric_names_; }
  std::size_t metrics_of_algorithm() const;

  const AgentKind& kind() const { return policies_.kinds()[kind_]; }
  const Targets& targets(std::size_t shard) const { return targets_[shard]; }

  /// What is saved besides policy and environments.
  struct State {
    std::int64_t adam_steps = 0;
    std::vector<float> first_moment, second_moment;  ///< Of Adam.
    Moments discounted_returns;
    float learning_rate = 0;  ///< Of one that adapts.
  };
  void save(TensorMap& tensors) const;
  /// Throws Error when the tensors are not those of such a learner.
  State read(const TensorMap& tensors) const;
  void restore(State state);

 private:
  Policy::Impl& policy() { return policies_[kind_].impl(); }
  const Policy::Impl& policy() const { return policies_[kind_].impl(); }
  double explained_variance() const;

  std::size_t kind_;
  PolicySet& policies_;
  std::vector<RolloutShard>& shards_;
  RolloutConfig config_;
  OptimiserConfig optimiser_;
  std::unique_ptr<Algorithm> algorithm_;
  std::vector<std::string> metric_names_;
  std::vector<const RolloutRecord*> records_;  // [shards]
  std::vector<Targets> targets_;               // [shards]
  PolicyUpdate policy_update_;
  Moments discounted_returns_;
  float reward_scale_ = 1;
};

}  // namespace saccade
