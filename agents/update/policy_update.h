// One update of a policy: passes of minibatches over a rollout, each a step of the optimiser.
//
// The samples of a minibatch (with memory: its sequences; with a central critic: those of whole
// teams) are cut into parts, as many as the configuration says.  Each part is walked in small
// pieces that fit the cache and sums its own gradient; the gradients are added as a tree.  Threads
// and ranks only choose who computes a part.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "agents/algorithms/algorithm.h"
#include "agents/rollout/rollout_record.h"
#include "agents/threads/thread_pool.h"
#include "agents/update/gradient_sum.h"
#include "agents/update/learning_rate.h"
#include "agents/update/loss_gradient.h"
#include "agents/update/minibatch_plan.h"
#include "agents/update/optimiser_config.h"
#include "nn/optimisers/adam.h"
#include "nn/optimisers/weight_decay.h"

namespace saccade {

/// What changes from one update to the next, besides the learning rate.
struct UpdateSchedule {
  std::uint64_t seed = 0;   ///< Of the order in which samples are taken.
  std::int64_t number = 0;  ///< Of the update, for messages.
};

/// Means over an update's minibatches; 0 when there was no sample.
struct UpdateMeans {
  MetricSums metrics;    ///< Of the algorithm.
  double grad_norm = 0;  ///< Before clipping.
};

class PolicyUpdate {
 public:
  /// How much is in a rollout.
  struct Extent {
    int samples;     ///< That are in this process.
    int shards = 1;  ///< In all.
  };

  /// Policy and algorithm must outlive it, and so must the ranks that share the work; null: this
  /// process does all of it.
  PolicyUpdate(const Policy::Impl& policy, const OptimiserConfig& config,
               const Algorithm& algorithm, const Extent& rollout, Ranks* ranks = nullptr);

  /// Takes the steps of one update.  Throws Error (kFailure), before the step in
  /// question, when a loss or gradient is not finite.
  UpdateMeans run(const UpdateData& data, const UpdateSchedule& schedule, ThreadPool& pool,
                  float* parameters);

  nn::Adam& adam() { return adam_; }
  const nn::Adam& adam() const { return adam_; }
  LearningRate& learning_rate() { return learning_rate_; }
  const LearningRate& learning_rate() const { return learning_rate_; }

 private:
  // The sum over a part of a minibatch.  Parts, not threads, decide how it is rounded.
  struct Part {
    explicit Part(std::size_t size) : gradient(size) {}

    nn::Buffer<float> gradient;
    MetricSums sums;
  };
  // What a thread computes with, kept small and warm in its cache.
  struct Workspace {
    explicit Workspace(const Policy::Impl& policy)
        : pass(policy.network.make_pass()), batch(policy.make_batch()) {}

    NetworkPass<float> pass;
    bool is_prepared = false;  // The pass, with the parameters of this minibatch.
    NetworkInput<float> input;
    FeatureBatch batch;
    LossBatch<float> loss;
    std::vector<SequenceRef> sequences;
    std::vector<float> states;        // [sequences x state_width]
    std::vector<SamplePlace> places;  // [samples] with a central critic.

    void clear() {
      batch.clear();
      loss.clear();
      input.dropout_seeds.clear();
      input.step_offsets.clear();
      states.clear();
      places.clear();
    }
  };
  struct Minibatch {
    UpdateData data;
    std::size_t number;  // In its epoch.
    double size;         // Samples.
    AdvantageScale advantage;
    std::uint64_t dropout_seed;

    const RolloutRecord& record(std::int32_t shard) const {
      return *data.records[static_cast<std::size_t>(shard)];
    }
  };

  bool step(const Minibatch& minibatch, std::int64_t update, ThreadPool& pool, float* parameters,
            UpdateMeans& totals);
  AdvantageScale advantage_scale(const SampleSums& of_minibatch) const;
  void sum_parts(const Minibatch& minibatch, ThreadPool& pool, const float* parameters);
  void sum_part(Part& sum, Workspace& space, const Minibatch& minibatch, SequenceGroups groups,
                const float* parameters) const;
  void gather_samples(Workspace& space, const Minibatch& minibatch, SequenceGroups& groups) const;
  void gather_sequences(Workspace& space, const Minibatch& minibatch, SequenceGroups& groups) const;
  void append(Workspace& space, const Minibatch& minibatch, std::int32_t shard,
              std::int32_t sample) const;
  double norm_of_gradient(ThreadPool& pool);
  void optimise(double norm, ThreadPool& pool, float* parameters);

  const Policy::Impl& policy_;
  OptimiserConfig config_;
  const Algorithm& algorithm_;
  std::vector<MetricSpec> metrics_;
  nn::Adam adam_;
  nn::WeightDecay weight_decay_;
  LearningRate learning_rate_;
  std::size_t all_parts_;  // Of a minibatch.
  GradientSum sum_;
  std::vector<Part> parts_;                  // Those that are here ...
  std::vector<GradientSum::Part> summands_;  // ... as they are handed to the sum.
  std::vector<Workspace> workspaces_;        // [threads]
  MinibatchPlan plan_;
  AdvantageScale of_all_;  // Where a whole rollout is normalised together.
  std::vector<double> chunk_norms_;
};

}  // namespace saccade
