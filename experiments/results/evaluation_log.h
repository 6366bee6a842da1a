// Reading evals.csv, the log of a run's evaluations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiments/results/comparison.h"

namespace saccade {

/// Whether the column "outcome.<name>" counts episodes.
bool is_outcome(const std::string& metric);

/// The evaluations in the text of an evals.csv, with column `metric` as the score.  Rows where it
/// is empty are left out, and so is a last line without its end, which a running training may be
/// writing. An outcome is scored by its share of the episodes, not by its number. Throws Error,
/// which calls the file `name`, when there is no such column or a row is damaged.
std::vector<EvaluatedScore> parse_evaluations(std::string_view text, const std::string& metric,
                                              const std::string& name);

}  // namespace saccade
