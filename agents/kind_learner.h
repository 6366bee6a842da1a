// What a learner does for one kind of agents: the targets of their samples, the update of their
// policy, and the statistics of what they see and earn.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/explained_variance.h"
#include "agents/learner.h"
#include "agents/rollout/record_evaluator.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/state/moments.h"
#include "agents/state/tensors.h"
#include "agents/update/parameter_history.h"
#include "agents/update/policy_update.h"

namespace saccade {

class KindLearner {
 public:
  /// Of kind number `kind`.  Policies and shards must outlive it and stay where they are. `threads`
  /// are the most that estimate targets at once.  `ranks` share the work and outlive it; null: all
  /// of it is done here.
  KindLearner(std::size_t kind, PolicySet& policies, std::vector<RolloutShard>& shards,
              const LearnerConfig& config, int threads, Ranks* ranks = nullptr);

  /// Before a rollout: the part of the training that is done.
  void set_progress(float progress) {
    algorithm_->set_progress(progress);
    policy_update_.learning_rate().set_progress(progress);
  }
  /// Whether a rollout may be collected while the one before is learned from: by older parameters.
  bool lags() const { return history_.keeps_any(); }
  /// Before a rollout: hands the shards the parameters to act by.
  void choose_acting();
  /// Takes over the rollout that the shards have collected, and what it taught about observations
  /// and rewards.  The rollout's own samples keep the normalisation under which they were acted
  /// upon.
  void take_rollout();
  /// Of a shard's samples, with rewards by the scale that was merged.  Called by several threads at
  /// once.
  void estimate_targets(std::size_t shard, int thread);
  /// Takes the steps of one update and returns its metrics, in the order of metric_names().
  std::vector<double> update(const UpdateSchedule& schedule, ThreadPool& pool);

  /// The algorithm's metrics, then explained_variance, learning_rate and grad_norm.
  const std::vector<std::string>& metric_names() const { return metric_names_; }
  std::size_t metrics_of_algorithm() const;

  const AgentKind& kind() const { return policies_.kinds()[kind_]; }
  /// What is learned from, and what its samples aim at.
  const RolloutRecord& record(std::size_t shard) const { return *records_[shard]; }
  const Targets& targets(std::size_t shard) const { return targets_[shard]; }

  /// What is saved besides policy and environments.
  struct State {
    std::int64_t adam_steps = 0;
    std::vector<float> first_moment, second_moment;  ///< Of Adam.
    Moments discounted_returns;
    float learning_rate = 0;             ///< Of one that adapts.
    std::vector<float> past_parameters;  ///< [versions x parameters] of one that lags.
  };
  void save(TensorMap& tensors) const;
  /// Throws Error when the tensors are not those of such a learner after so many updates.
  State read(const TensorMap& tensors, std::int64_t updates) const;
  void restore(State state);

 private:
  Policy::Impl& policy() { return policies_[kind_].impl(); }
  const Policy::Impl& policy() const { return policies_[kind_].impl(); }
  RolloutRecord& own_record(std::size_t shard) {
    return lags() ? taken_[shard] : shards_[shard].kind(kind_).record();
  }
  PolicyUpdate::Extent extent() const;
  void merge_statistics();
  void add_explained(std::size_t shard, ExplainedVariance& explained) const;
  double explained_variance() const;

  std::size_t kind_;
  PolicySet& policies_;
  std::vector<RolloutShard>& shards_;
  RolloutConfig config_;
  OptimiserConfig optimiser_;
  Ranks* ranks_;
  std::unique_ptr<Algorithm> algorithm_;
  std::vector<std::string> metric_names_;
  ParameterHistory history_;
  std::vector<RolloutRecord> taken_;           // [shards] where the shards go on meanwhile.
  std::vector<const RolloutRecord*> records_;  // [shards] what is learned from.
  std::vector<RecordEvaluator> evaluators_;    // [threads] likewise.
  std::vector<Targets> targets_;               // [shards]
  PolicyUpdate policy_update_;
  Moments discounted_returns_;
  float reward_scale_ = 1;
};

/// What a value of 1 stands for, in the environment's rewards, in a checkpoint whose rewards were
/// scaled (RolloutConfig::scale_rewards); 1 where the checkpoint does not tell.
float unit_of_values(const TensorMap& tensors, const AgentKind& kind);

}  // namespace saccade
