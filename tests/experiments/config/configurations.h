// Configurations by name and by text, as tests want them.
#pragma once

#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"

namespace saccade::testing {

using Sets = std::vector<std::string>;

/// Of a preset, an environment or a file, with "key=value" texts applied.
inline ExperimentConfig experiment(const std::string& name, const Sets& sets = {}) {
  RegisteredEnvironments environments;
  return load_experiment(name, sets, environments);
}

/// Of the text of a file x.toml.
inline ExperimentConfig parsed(const std::string& text) {
  RegisteredEnvironments environments;
  return parse_config(text, "x.toml", environments);
}

}  // namespace saccade::testing
