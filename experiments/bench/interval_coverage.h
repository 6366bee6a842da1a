// How often confidence intervals of few runs hold the true value, on made-up scores whose
// distribution is known.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "envs/core/random.h"
#include "experiments/statistics/scores.h"

namespace saccade {

/// A distribution of scores.
struct ScoreDistribution {
  std::string name;
  double (*draw)(Rng& rng);
  double (*share_below)(double score);  ///< The cumulative distribution function.
};

/// Bell-shaped; skewed; very skewed; cut off at a highest score that a third of the runs reach; and
/// one run of five that fails.
const std::vector<ScoreDistribution>& score_distributions();

/// What one method of intervals covers.
struct IntervalCoverage {
  std::string quantity;      ///< "mean", "iqm", "improvement"; with " of 3 tasks" over tasks.
  std::string method;        ///< "Student t"
  bool is_used = false;      ///< Whether `saccade compare` takes it.
  std::string distribution;  ///< Of the scores.
  std::size_t runs = 0;      ///< Of each group and task.
  double coverage = 0;       ///< Share of simulations whose interval holds the true value.
};

/// Simulates comparisons with this number of runs.  The result depends on nothing but the
/// arguments.
std::vector<IntervalCoverage> measure_coverage(std::size_t runs, int simulations);

}  // namespace saccade
