// From the results of runs to what can be said about their groups.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "experiments/results/comparison.h"
#include "experiments/results/run_groups.h"
#include "experiments/results/run_results.h"

namespace saccade {

/// The score by which a run counts.
struct FinalScore {
  double score = 0;
  std::int64_t step = 0;  ///< Of the policy that it belongs to.
};

/// Of each run's last evaluation.
std::vector<FinalScore> last_scores(const std::vector<RunResults>& runs);
/// Of each run's evaluation with the highest score, the latest of several.
std::vector<FinalScore> best_scores(const std::vector<RunResults>& runs);

struct ComparisonPlan {
  std::string metric;
  std::string score_kind;             ///< As in Comparison.
  std::string baseline{};             ///< Empty: the first group.
  std::optional<double> threshold{};  ///< Of sample efficiency; absent: see default_threshold.
  /// By environment the scores that count as 0 and 1; none: scores of several are not averaged.
  std::map<std::string, ConfidenceInterval> scales{};
};

/// Nine tenths of the way from the lowest point of the groups' mean curves to the highest mean of
/// last evaluations.
double default_threshold(const std::vector<ComparedGroup>& groups);

/// `finals` are those of the runs, in the same order; there must be at least one run.  Throws Error
/// when there is no group of the baseline's name, or a scale is missing.
Comparison compare_runs(const std::vector<RunResults>& runs, const RunGroups& groups,
                        const std::vector<FinalScore>& finals, const ComparisonPlan& plan);

}  // namespace saccade
