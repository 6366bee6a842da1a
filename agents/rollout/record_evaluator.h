// What parameters say of a rollout that others collected: the algorithms that learn from it need
// the log-probabilities of its actions and the values of what was seen, as they are now.
#pragma once

#include <span>
#include <vector>

#include "agents/policy/policy_impl.h"
#include "agents/rollout/rollout_record.h"

namespace saccade {

/// Fills next_values where time ran out: V of what was seen last.  `states` [endings x state_width]
/// is what was remembered then; `pass` is prepared, `input` and `places` are to work with.
void evaluate_endings(const PolicyNetwork<float>& network, const float* parameters,
                      std::span<const float> states, NetworkInput<float>& input,
                      NetworkPass<float>& pass, std::vector<SamplePlace>& places,
                      RolloutRecord& record);

/// Sees samples as training does: a policy with memory begins each training sequence with what was
/// remembered when it was recorded.  A sample's numbers do not depend on what is evaluated with it.
/// Used by one thread.
class RecordEvaluator {
 public:
  /// The policy must outlive it.
  explicit RecordEvaluator(const Policy::Impl& policy);

  /// Overwrites the record's values, next_values and log_ratios.  Throws Error (kFailure) when an
  /// output is not finite.
  void run(const float* parameters, RolloutRecord& record);

 private:
  void list(const RolloutRecord& record, std::size_t step);
  void load_states(const RolloutRecord& record, std::size_t step);
  void store_states(const RolloutRecord& record);
  void add_newcomers(const RolloutRecord& record, std::size_t before);
  void evaluate(const float* parameters, RolloutRecord& record);
  void evaluate_last(const float* parameters, RolloutRecord& record);
  void view(const RolloutRecord& record);

  const Policy::Impl& policy_;
  std::size_t width_;  // Of a state.
  NetworkInput<float> input_;
  NetworkPass<float> pass_;
  std::vector<SamplePlace> places_;    // [samples]
  std::vector<std::size_t> samples_;   // In the order of their observations ...
  std::vector<float> actions_;         // ... [samples x action_width] their actions, ...
  std::vector<float> log_probs_;       // ... [samples] ...
  std::vector<float> states_;          // ... and [samples x width] memories.
  std::vector<float> memory_;          // [columns x width] as it stands.
  std::vector<float> endings_states_;  // [endings x width]
  std::size_t endings_ = 0;            // Whose states are known.
};

}  // namespace saccade
