// What a rollout records, and how its samples are cut into training sequences.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/policy/feature_batch.h"
#include "agents/policy/policy_impl.h"

namespace saccade {

/// Samples that are trained on together: one, or with memory a stretch of a trajectory.
struct SequenceRef {
  std::int32_t shard;
  std::int32_t sample;  ///< The first; each next one is a step, that is `columns`, further.
  std::int32_t length;
};

/// What a sample says, once its rollout is complete.  Arrays are [samples] unless stated otherwise.
struct RolloutRecord {
  /// Of `column_count` columns, `agents` of each environment.
  RolloutRecord(const Policy::Impl& policy, int steps, int column_count, int agents);

  /// Empty again: all agents are absent.
  void clear();
  /// What was collected, for another process, and from it.
  void pack(Packer& out) const;
  void unpack(Unpacker& in);
  /// Multiplies the rewards.
  void scale_rewards(float scale);

  /// Whether the sample's agent was in the world.
  bool is_present(std::size_t sample) const { return observed[sample] >= 0; }
  /// Whether a present agent's trajectory begins with this sample: after an end or an absence.
  bool begins_trajectory(std::size_t sample) const {
    const auto step = static_cast<std::size_t>(columns);
    return sample >= step && ended[sample - step] != 0;
  }
  /// Whether a training sequence begins with a present agent's sample.
  bool begins_sequence(std::size_t sample) const;
  /// Which sequences must be trained on together, given the first sample of one: those of the same
  /// number.  Of a central critic, the sequences of a team between two cuts.
  std::size_t training_group(std::size_t sample) const;
  /// Appends the training sequences in the order of their groups, in each in that of their first
  /// samples.  All are cut at the same steps, and where a trajectory begins.
  void list_sequences(std::int32_t shard, std::vector<SequenceRef>& sequences) const;
  /// Fills next_values where trajectories go on: of the values, and of those of the agents that are
  /// present after the last step.
  void link_values(std::span<const float> last_values);
  /// Appends what was remembered before the first sample of a sequence, [state_width].
  void append_state(std::size_t sample, std::vector<float>& to) const;

  int columns;
  int team;                   ///< Columns, side by side, that a critic sees together; 1: none.
  int sequence;               ///< Steps of a training sequence at most.
  int state_width;            ///< Of the policy.
  FeatureBatch observations;  ///< Normalised, of the agents present; one more step than the others.
  /// [samples + columns] where a sample stands in `observations`; -1: its agent is absent.
  std::vector<std::int32_t> observed;
  std::vector<float> actions;    ///< [samples x action_width], as sampled, in the policy's units.
  std::vector<float> log_probs;  ///< By the parameters that acted.
  /// log pi - log mu, of the parameters that learn from it and those that acted; empty where they
  /// are the same.
  std::vector<float> log_ratios;
  std::vector<float> rewards;
  std::vector<float> values;  ///< By the parameters that learn from it, when they begin to.
  /// V of what the step led to: 0 where the task ended or the agent left, V of the last observation
  /// before the reset where time ran out.
  std::vector<float> next_values;
  /// 1 where the trajectory ended with this step, and where the agent is absent.
  std::vector<std::uint8_t> ended;
  /// [ceil(steps / sequence) x columns x state_width] what was remembered before each cut.
  std::vector<float> states;
  /// Where time ran out: what was seen last, normalised, and the samples that led there, ascending.
  /// A central critic also sees who came in with the last step, whose own sample is absent.
  FeatureBatch endings_seen;
  std::vector<int> endings;
};

}  // namespace saccade
