// The policy-gradient loop: collect a rollout, estimate its targets, update the policy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/policy/policy_set.h"
#include "agents/ranks/ranks.h"
#include "agents/rollout/rollout_config.h"
#include "agents/state/tensors.h"
#include "agents/transfer.h"
#include "agents/update/metrics.h"
#include "agents/update/optimiser_config.h"
#include "envs/core/registry.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

/// Everything that can be chosen about learning.
struct LearnerConfig {
  PolicyConfig policy;
  RolloutConfig rollout;
  OptimiserConfig optimiser;
  AlgorithmConfig algorithm;
};

/// Each kind of agents has a policy and learns by itself from what its agents see and earn; the
/// environments are stepped once for all.
/// Bit-identical for any number of threads and ranks, and after save and restore.
class Learner {
 public:
  /// Throws Error when environment and configuration do not fit each other.
  /// `total_steps` is where schedules end.  With ranks, which must outlive it, the one of rank 0
  /// gives the orders, and whoever uses it need not know: the others follow (follow_leader.h).
  Learner(const EnvironmentFactory& make_environment, const LearnerConfig& config,
          std::int64_t total_steps, std::uint64_t seed, int threads, Ranks* ranks = nullptr);
  ~Learner();

  /// One rollout of envs x horizon steps, then one update of each policy.  If the algorithm lets
  /// rollouts lag behind, the next one is collected meanwhile: nothing else here tells of it.
  /// After an exception `save` may give what is only half updated.
  UpdateMetrics update();
  /// Of what an update reports: the algorithm's metrics, then explained_variance (of the returns by
  /// the values, before the update), learning_rate and grad_norm (before clipping).  Of several
  /// kinds of agents those of one after the other, which begin with its name: "predator.entropy".
  const std::vector<std::string>& metric_names() const;

  /// Environment steps taken so far (a step of several agents counts once).
  std::int64_t steps() const;
  /// Of every environment it trains in.
  const EnvironmentSpec& spec() const;
  const PolicySet& policies() const;
  /// The episodes that ended since the last call, in an order that threads do not change.
  std::vector<EpisodeSummary> take_episodes();

  /// Before the first update: its policies take what fits of the tensors of others
  /// (transfer_policies).  Throws Error, with nothing changed, when nothing does.
  Transfer begin_with(const TensorMap& source);

  /// Everything that an exact continuation needs, the policy's tensors included.
  TensorMap save() const;
  /// Puts it into `tensors`, over what an earlier call left there: whoever saves often allocates
  /// little.  Tensors of other names stay.
  void save(TensorMap& tensors) const;
  /// Throws Error, with nothing changed, when the tensors are not those of such a learner;
  /// EpisodeError when an environment fails in the replay of its running episode, or shows
  /// something else than it did.
  void restore(const TensorMap& tensors);

  struct Impl;  ///< For this folder alone: learner_impl.h.

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace saccade
