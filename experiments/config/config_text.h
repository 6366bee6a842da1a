// Writing a configuration, and describing its keys.
#pragma once

#include <string>

#include "experiments/config/experiment_config.h"

namespace saccade {

/// The configuration as TOML, every key present; reading it back gives the same configuration.
std::string write_config(const ExperimentConfig& config);

/// Every key with type, range, default and help (`--help-config`).
std::string describe_config_keys();

}  // namespace saccade
