// Policies and learners whose exploration lasts (policy.continuous.deviation = gsde).
#pragma once

#include <string>

#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/small_learner.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::testing {

inline PolicyConfig exploring(int noise_every, const char* distribution = "gaussian") {
  PolicyConfig config = small_policy();
  config.heads.continuous = {find_continuous_kind(distribution), Deviation::kGsde, noise_every};
  config.heads.initial_log_std = -1.2F;  // The range hardly ever limits an action.
  config.normalise_observations = false;
  return config;
}

inline LearnerConfig exploring_learner(int noise_every, const std::string& algorithm = "ppo",
                                       const std::string& memory = "none") {
  LearnerConfig config = small_config();
  config.policy = exploring(noise_every);
  config.policy.memory.kind = nn::find_memory_kind(memory);
  if (memory != "none") config.policy.memory_sequence = 8;
  config.rollout.horizon = 29;  // Rollouts end in the middle of intervals and episodes.
  if (algorithm != "ppo") config.algorithm = AlgorithmConfig(algorithm);
  return config;
}

}  // namespace saccade::testing
