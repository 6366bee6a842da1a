// The short runs whose bits are kept: every environment that ships, every kind of encoder,
// attention and position on forage, every distribution of continuous actions, and what lags.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agents/policy/policy_config.h"
#include "envs/core/registry.h"

namespace saccade::testing {

struct DeterminismCase {
  std::string name;  ///< "forage additive": an environment's id and what differs from the default.
  EnvironmentFactory factory;
  PolicyConfig policy;
  std::string algorithm = "ppo";
};

/// One per registered environment, then the variants.
std::vector<DeterminismCase> determinism_cases();

/// A number that depends on every bit of what three updates learned and reported.
std::uint64_t bits_of_run(const DeterminismCase& run, int threads);

}  // namespace saccade::testing
