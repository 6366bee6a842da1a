// A few environments that one thread steps, encodes, evaluates and samples for a whole horizon, and
// everything that it records on the way.
//
// A sample is what one agent of one environment saw and did at one step.  Samples are numbered
// step * columns + column, with a column for each agent of each environment.  The samples of an
// agent that is absent stay empty.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/policy/normaliser.h"
#include "agents/policy/policy_impl.h"
#include "agents/rollout/rollout_record.h"
#include "agents/state/moments.h"
#include "envs/core/episode/episode_runner.h"
#include "envs/core/registry.h"

namespace saccade {

/// From which a shard continues exactly: per environment its running episode and its stream of
/// action noise, per column the discounted return so far and what the policy remembers.
struct ShardState {
  std::vector<EpisodeRunner> runners;
  std::vector<Rng> streams;
  std::vector<double> discounted_returns;
  std::vector<float> memory;  ///< [columns x state_width]
};

class RolloutShard {
 public:
  /// Runs environments [first_env, first_env + envs) of a run.  The policy must outlive the shard.
  RolloutShard(const Policy::Impl& policy, const EnvironmentFactory& make_environment,
               std::uint64_t seed, int first_env, int envs, int horizon);

  /// Takes `horizon` steps in each environment and fills the record.
  void collect(float gamma);

  /// Multiplies the rewards of the latest collect.
  void scale_rewards(float scale);

  int columns() const { return columns_; }
  int samples() const { return columns_ * horizon_; }
  const RolloutRecord& record() const { return record_; }
  /// What was seen since the latest collect began.
  const FeatureSums& feature_sums() const { return feature_sums_; }
  /// Count, sum and sum of squares of the discounted returns met in the latest collect.
  const std::array<double, 3>& return_sums() const { return return_sums_; }
  /// Finished episodes, in order of time; the caller may move them out.
  std::vector<EpisodeSummary>& episodes() { return episodes_; }

  const ShardState& state() const { return state_; }
  void set_state(ShardState state) { state_ = std::move(state); }

 private:
  void observe(int step);
  void act(int step);
  int present_count() const { return static_cast<int>(present_.size()); }
  void step_environment(int step, std::size_t env);
  void note_departures(const EpisodeRunner& runner, std::size_t first_sample);
  void note_end(const EpisodeRunner& runner, const StepResult& result, std::size_t first_sample);
  void observe_endings();
  void load_states(int step);
  void store_states();
  std::span<float> memory_of(std::size_t column);
  void fill_next_values();
  void sum_returns(float gamma);

  const Policy::Impl& policy_;
  int horizon_;
  ShardState state_;
  int agents_;
  int columns_;
  RolloutRecord record_;
  FeatureBatch endings_seen_;          // What was seen last where time ran out ...
  std::vector<int> endings_;           // ... the samples that led there, ...
  std::vector<float> endings_states_;  // ... and what was remembered then.
  FeatureSums feature_sums_;
  std::array<double, 3> return_sums_{};
  std::vector<EpisodeSummary> episodes_;
  NetworkInput<float> input_;
  NetworkPass<float> pass_;
  std::vector<int> present_;      // Columns whose agents are present at the step in question ...
  std::vector<Rng*> rngs_;        // [present] ... their streams, ...
  std::vector<float> states_;     // [present x state_width] ... memories, ...
  std::vector<float> chosen_;     // [present x action_width] ... actions ...
  std::vector<float> log_probs_;  // [present] ... and log-probabilities.
  std::vector<float> taken_;      // [agents x action_width], as the environment takes it.
};

}  // namespace saccade
