// The policy-gradient loop: collect a rollout, estimate advantages, update the policy by PPO.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "agents/config.h"
#include "agents/policy.h"
#include "agents/tensors.h"
#include "envs/core/episode_runner.h"
#include "envs/core/registry.h"

namespace saccade {

/// What one update did.  Means over its minibatches, where a quantity is per minibatch.
struct UpdateMetrics {
  double policy_loss = 0;
  double value_loss = 0;
  double entropy = 0;    ///< Nats, summed over heads.
  double approx_kl = 0;  ///< Mean of (r - 1) - log r (Schulman 2020).
  double clip_fraction = 0;
  double explained_variance = 0;  ///< Of the returns by the values, before the update.
  double learning_rate = 0;
  double grad_norm = 0;  ///< Before clipping.
  double rollout_seconds = 0;
  double update_seconds = 0;
};

/// Bit-identical for any number of threads, and after save and restore.
class Learner {
 public:
  /// Throws Error when environment and configuration do not fit each other.
  /// `total_steps` is where linear schedules end.
  Learner(const EnvironmentFactory& make_environment, const PolicyConfig& policy,
          const PpoConfig& ppo, std::int64_t total_steps, std::uint64_t seed, int threads);
  ~Learner();

  /// One rollout of envs x horizon steps, then one PPO update.
  UpdateMetrics update();

  /// Environment steps taken so far (a step of several agents counts once).
  std::int64_t steps() const;
  /// Of every environment it trains in.
  const EnvironmentSpec& spec() const;
  const Policy& policy() const;
  /// The episodes that ended since the last call, in an order that threads do not change.
  std::vector<EpisodeSummary> take_episodes();

  /// Everything that an exact continuation needs, the policy's tensors included.
  TensorMap save() const;
  /// Throws Error, with nothing changed, when the tensors are not those of such a learner;
  /// EpisodeError when an environment fails in the replay of its running episode, or shows
  /// something else than it did.
  void restore(const TensorMap& tensors);

  struct Impl;  ///< For this room alone: learner_impl.h.

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
