// One PPO update: epochs of minibatches over a rollout.
//
// The samples of a minibatch are cut into gradient shards, as many as the configuration says.  Each
// shard is walked in small pieces that fit the cache and sums its own gradient; the gradients are
// added in the order of the shards.  Threads only choose who computes a shard.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/config.h"
#include "agents/learner.h"
#include "agents/ppo_gradient.h"
#include "agents/rollout_shard.h"
#include "agents/thread_pool.h"
#include "nn/adam.h"

namespace saccade {

/// Where a sample stands.
struct SampleRef {
  std::int32_t shard;
  std::int32_t sample;
};

/// What changes from one update to the next.
struct UpdateSchedule {
  float learning_rate = 0;
  PpoCoefficients coefficients;
  std::uint64_t seed = 0;   ///< Of the order in which samples are taken.
  std::int64_t number = 0;  ///< Of the update, for messages.
};

class PpoUpdate {
 public:
  /// `samples` are in a rollout.
  PpoUpdate(const Policy::Impl& policy, const PpoConfig& config, int samples);

  /// Improves `parameters` by the rollout that stands in `shards`.  Fills the metrics of the loss.
  /// Throws Error (kFailure), before any harm is done, when a loss or gradient is not finite.
  void run(std::span<const RolloutShard> shards, const UpdateSchedule& schedule, ThreadPool& pool,
           float* parameters, UpdateMetrics& metrics);

  nn::Adam& adam() { return adam_; }
  const nn::Adam& adam() const { return adam_; }

 private:
  // The sum over a part of a minibatch.  Parts, not threads, decide how it is rounded.
  struct Part {
    explicit Part(const Policy::Impl& policy) : gradient(policy.parameters.size()) {}

    nn::Buffer<float> gradient;
    LossSums sums;
  };
  // What a thread computes with, kept small and warm in its cache.
  struct Workspace {
    explicit Workspace(const Policy::Impl& policy)
        : pass(policy.network.make_pass()), batch(policy.make_batch()) {}

    NetworkPass<float> pass;
    NetworkInput<float> input;
    FeatureBatch batch;
    PpoSamples<float> samples;
  };
  // By which a minibatch's advantages are normalised: (advantage - mean) * scale.
  struct AdvantageScale {
    float mean = 0;
    float scale = 1;
  };
  struct Minibatch {
    std::span<const RolloutShard> shards;
    std::span<const SampleRef> samples;
    AdvantageScale advantage;
    PpoCoefficients coefficients;
    std::uint64_t dropout_seed;
  };

  void shuffle(std::span<const RolloutShard> shards, std::uint64_t seed);
  bool improve(const Minibatch& minibatch, const UpdateSchedule& schedule, ThreadPool& pool,
               float* parameters, UpdateMetrics& metrics);
  AdvantageScale advantage_scale(const Minibatch& minibatch) const;
  LossSums sum_gradients(const Minibatch& minibatch, ThreadPool& pool, const float* parameters);
  void walk(Part& sum, Workspace& space, const Minibatch& minibatch,
            std::span<const SampleRef> samples, const float* parameters) const;
  std::size_t gather(Workspace& space, const Minibatch& minibatch,
                     std::span<const SampleRef> samples) const;
  double reduce(ThreadPool& pool);
  void step(float learning_rate, double norm, ThreadPool& pool, float* parameters);

  const Policy::Impl& policy_;
  PpoConfig config_;
  nn::Adam adam_;
  std::vector<Part> parts_;            // The first also takes the whole sum.
  std::vector<Workspace> workspaces_;  // [threads]
  std::vector<SampleRef> order_;
  std::vector<double> chunk_norms_;
};

}  // namespace saccade
