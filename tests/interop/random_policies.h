// The policies of the cases, with random weights.
#pragma once

#include <cstdint>

#include "agents/policy/policy_set.h"
#include "cases.h"
#include "experiments/config/config_schema.h"

namespace saccade::interop {

/// What agents of the case see and do.
EnvironmentSpec spec_of(World world);

/// The configuration of the case.
ExperimentConfig config_of(const Case& wanted, const EnvironmentSpec& spec);

/// Policies of the case; outputs vary by about 1, and no part of a network goes unnoticed.
PolicySet random_policies(const EnvironmentSpec& spec, const ExperimentConfig& config,
                          std::uint64_t seed);

}  // namespace saccade::interop
