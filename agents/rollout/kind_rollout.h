// What the agents of one kind see, do and earn in the environments of a shard, and everything that
// is recorded about it on the way.
//
// A sample is what one agent of one environment saw and did at one step.  Samples are numbered
// step * columns + column, with a column for each agent of the kind in each environment.  The
// samples of an agent that is absent stay empty.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/policy/normaliser.h"
#include "agents/policy/policy_impl.h"
#include "agents/rollout/rollout_record.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

/// From which the columns of a kind continue exactly.
struct ColumnState {
  std::vector<double> discounted_returns;  ///< [columns] so far in the running episodes.
  std::vector<float> memory;               ///< [columns x state_width] what the policy remembers.
  std::vector<HeldNoise> noise;            ///< [columns], or none where the policy holds no noise.
};

class KindRollout {
 public:
  /// Of the kind's agents, of which `first_agent` is an environment's first, in `envs`
  /// environments.  The policy must outlive it.
  KindRollout(const Policy::Impl& policy, int first_agent, int agents, int envs, int horizon);

  /// From now on acts by these parameters, which must stay; at first by the policy's own.
  void act_by(const float* parameters) { acting_ = parameters; }

  /// Empties the record.
  void begin();
  /// Appends what the agents that are present see.
  void observe(int step, std::span<const EpisodeRunner> runners);
  /// Chooses the actions for what was observed last; `streams` [envs].
  void act(int step, std::span<Rng> streams);
  /// Fills the actions of an environment's agents, [agents x action_width], as it takes them.
  void take_actions(int step, std::size_t env, std::span<float> taken) const;
  /// What an environment's step brought.
  void take_result(int step, std::size_t env, const EpisodeRunner& runner,
                   const StepResult& result);
  /// Completes the record, after what follows the last step was observed.
  void finish(float gamma);

  int samples() const { return record_.columns * horizon_; }
  /// Numbers of the actions of one environment's agents.
  std::size_t action_count() const {
    return static_cast<std::size_t>(agents_ * policy_.network.action_width());
  }
  RolloutRecord& record() { return record_; }
  const RolloutRecord& record() const { return record_; }
  /// What was seen since the record began.
  const FeatureSums& feature_sums() const { return feature_sums_; }
  /// Count, sum and sum of squares of the discounted returns met since the record began.
  const std::array<double, 3>& return_sums() const { return return_sums_; }

  /// feature_sums and return_sums, for another process, and from it.
  void pack_sums(Packer& out) const;
  void unpack_sums(Unpacker& in);

  const ColumnState& state() const { return state_; }
  void set_state(ColumnState state) { state_ = std::move(state); }

 private:
  int present_count() const { return static_cast<int>(present_.size()); }
  void note_departures(const EpisodeRunner& runner, std::size_t first_sample);
  void note_end(const EpisodeRunner& runner, const StepResult& result, std::size_t first_sample);
  void load_states(int step);
  void find_teams();
  void store_states();
  std::span<float> memory_of(std::size_t column);
  HeldNoise* noise_of(std::size_t column);
  void store_value(std::size_t sample, float value);
  void fill_values();
  void fill_next_values();
  void sum_returns(float gamma);

  const Policy::Impl& policy_;
  const float* acting_;
  int first_agent_;
  int agents_;
  int horizon_;
  ColumnState state_;
  RolloutRecord record_;
  std::vector<float> endings_states_;  // What was remembered where time ran out.
  FeatureSums feature_sums_;
  std::array<double, 3> return_sums_{};
  bool values_stand_alone_;         // As of PolicyNetwork: then computed when all was seen.
  std::vector<float> values_seen_;  // Those of all that was seen.
  NetworkInput<float> input_;
  NetworkPass<float> pass_;
  std::vector<int> present_;         // Columns whose agents are present at the step in question ...
  std::vector<SamplePlace> places_;  // [present] ... where they stand, ...
  std::vector<ActionDraw> draws_;    // [present] ... their streams and noise, ...
  std::vector<float> states_;        // [present x state_width] ... memories, ...
  std::vector<float> chosen_;        // [present x action_width] ... actions ...
  std::vector<float> log_probs_;     // [present] ... and log-probabilities.
};

}  // namespace saccade
