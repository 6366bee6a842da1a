// Learners whose rollouts are collected by older parameters.
#pragma once

#include <cstdint>
#include <string>

#include "agents/small_learner.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::testing {

inline constexpr std::int64_t kManySteps = 1'000'000;

/// V-trace; rollouts of 40 environments and 20 steps.
inline LearnerConfig lagging(int lag, const std::string& memory = "none") {
  LearnerConfig config = small_config();
  config.rollout.horizon = 20;
  config.policy.memory.kind = nn::find_memory_kind(memory);
  if (memory != "none") config.policy.memory_sequence = 8;
  config.algorithm = AlgorithmConfig("vtrace");
  config.algorithm.options.set("lag", lag);
  config.optimiser.learning_rate = 8e-3F;
  return config;
}

}  // namespace saccade::testing
