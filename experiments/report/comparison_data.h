// A comparison of groups of runs for other programs: JSON and CSV.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "experiments/results/comparison.h"

namespace saccade {

/// {"metric", "score", "baseline", "environment", "threshold", "groups": {name: {...}},
/// "probability_of_improvement": {"A > B": {"p", "ci95"}}, "differences", "omitted", "notes"}. With
/// several environments these have "threshold", "groups" and "probability_of_improvement" in
/// "environments": {name: ...}, and what stands at the top is over all of them.  What does not
/// exist is null.
nlohmann::ordered_json to_json(const Comparison& comparison);

/// A header and a row for each run.
std::string runs_csv(const Comparison& comparison);

/// A header and a row for each group and step at which all its runs were evaluated.
std::string curves_csv(const Comparison& comparison);

}  // namespace saccade
