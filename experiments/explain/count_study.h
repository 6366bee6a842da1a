// How the return changes with numbers of entities that were never trained on.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "agents/policy/policy_set.h"
#include "experiments/config/experiment_config.h"
#include "experiments/statistics/estimate.h"

namespace saccade {

/// The return with the numbers of a type multiplied.
struct CountPoint {
  double factor = 1;
  std::vector<std::pair<std::string, int>> options;  ///< As they were set.
  Estimate returns;
};

struct CountLine {
  std::vector<std::string> types;  ///< Whose number changes.
  std::vector<CountPoint> points;  ///< By factor, ascending.
};

/// Half to four times as many, for each group of options of the environment that say how many
/// entities there are (OptionSpec::counts); factors that a group's ranges do not allow, or at which
/// the environment refuses, are left out.
std::vector<CountLine> study_counts(const PolicySet& policies, const ExperimentConfig& config,
                                    const RegisteredEnvironments& environments, int episodes,
                                    std::uint64_t seed, int threads);

}  // namespace saccade
