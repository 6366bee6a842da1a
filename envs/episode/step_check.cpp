#include "envs/episode/step_check.h"

#include <cmath>

#include "envs/core/options.h"

namespace saccade {

using detail::number_text;

std::string reward_fault(const EnvironmentSpec& spec, float reward) {
  const bool in_range = reward >= spec.reward_low && reward <= spec.reward_high;  // Not NaN.
  if (in_range && std::isfinite(reward)) return "";
  return "found " + number_text(reward) + ", wanted " +
         (in_range ? "a finite number"
                   : "a number in [" + number_text(spec.reward_low) + ", " +
                         number_text(spec.reward_high) + "]");
}

std::string end_fault(const EnvironmentSpec& spec, const StepResult& result, int step) {
  const auto outcomes = static_cast<int>(spec.outcomes.size());
  if (result.outcome < -1 || result.outcome >= outcomes) {
    return "outcome: found " + std::to_string(result.outcome) + ", wanted -1 to " +
           std::to_string(outcomes - 1);
  }
  if (result.terminated || result.truncated) return "";
  if (result.outcome != -1) return "outcome: found one before the episode's end, wanted -1";
  if (spec.max_steps == kNoLimit || step < spec.max_steps) return "";
  return "the episode goes on, wanted its end after max_steps = " + std::to_string(spec.max_steps);
}

}  // namespace saccade
