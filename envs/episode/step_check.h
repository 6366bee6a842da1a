// What may be wrong with what a step hands back, in words.
#pragma once

#include <string>

#include "envs/core/environment.h"

namespace saccade {

/// "found nan, wanted a number in [-1, 1]"; "" if the spec allows the reward.
std::string reward_fault(const EnvironmentSpec& spec, float reward);

/// "outcome: found 5, wanted -1 to 1"; "" if this may come of an episode's step number `step`.
std::string end_fault(const EnvironmentSpec& spec, const StepResult& result, int step);

}  // namespace saccade
