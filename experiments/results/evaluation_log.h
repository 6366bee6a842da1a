// Reading evals.csv, the log of a run's evaluations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiments/results/comparison.h"

namespace saccade {

/// The evaluations in the text of an evals.csv, with column `metric` as the score.  Rows where it
/// is empty are left out, and so is a last line without its end, which a running training may be
/// writing. Throws Error, which calls the file `name`, when there is no such column or a row is
/// damaged.
std::vector<EvaluatedScore> parse_evaluations(std::string_view text, const std::string& metric,
                                              const std::string& name);

/// Throws Error, which calls the file `name`, when the log's header is whole and has no such
/// column.
void require_column(std::string_view text, const std::string& metric, const std::string& name);

}  // namespace saccade
