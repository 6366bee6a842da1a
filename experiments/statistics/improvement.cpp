#include "experiments/statistics/improvement.h"

#include <algorithm>
#include <cmath>

#include "experiments/statistics/quantiles.h"

namespace saccade {
namespace {

/// Of each score of `x` the share of `y` below it, ties counted by half.
Scores placements(const Scores& x, const Scores& y) {
  Scores shares;
  for (const double score : x) {
    double below = 0;
    for (const double other : y) below += score > other ? 1 : score == other ? 0.5 : 0;
    shares.push_back(below / static_cast<double>(y.size()));
  }
  return shares;
}

/// The lower limit: where theta is as far below the share as its standard error allows.
double lower_limit(double share, double quantile, const auto& variance_of) {
  double outside = 0, inside = share;
  for (int i = 0; i < 60; ++i) {
    const double theta = (outside + inside) / 2;
    (share - theta > quantile * std::sqrt(variance_of(theta)) ? outside : inside) = theta;
  }
  return inside;
}

}  // namespace

double improvement_probability(const Scores& x, const Scores& y) {
  return mean_score(placements(x, y));
}

// The variance of Hanley & McNeil (1982) with (m + n) / 2 - 1 for both numbers of runs, at the
// limit rather than at the estimate: method 5 of Newcombe (2006).  It is that of two exponential
// distributions; where the runs themselves vary more, theirs counts, scaled like a proportion's.
ConfidenceInterval newcombe_interval(double share, double m, double n, double quantile,
                                     double variance) {
  const double others = (m + n) / 2 - 1;
  const double relative = variance > 0 ? variance / (share * (1 - share)) : 0;
  const auto variance_of = [&](double theta) {
    const double pairs = 1 + others * (1 - theta) / (2 - theta) + others * theta / (1 + theta);
    return theta * (1 - theta) * std::max(pairs / (m * n), relative);
  };
  return {lower_limit(share, quantile, variance_of),
          1 - lower_limit(1 - share, quantile, variance_of)};
}

Estimate improvement_estimate(const Scores& x, const Scores& y) {
  const TaskScores ordered = sorted({x, y});
  const Scores wins = placements(ordered[0], ordered[1]);
  Estimate estimate{.value = mean_score(wins)};
  if (x.size() < 2 || y.size() < 2) return estimate;
  const auto m = static_cast<double>(x.size()), n = static_cast<double>(y.size());
  const double variance =
      sample_variance(wins) / m + sample_variance(placements(ordered[1], ordered[0])) / n;
  estimate.ci95 =
      newcombe_interval(estimate.value, m, n, student_quantile(0.975, m + n - 2), variance);
  return estimate;
}

Estimate mean_improvement(const std::vector<Estimate>& tasks) {
  double sum = 0, below = 0, above = 0;
  bool has_interval = true;
  for (const Estimate& task : tasks) {
    sum += task.value;
    has_interval = has_interval && task.ci95;
    if (!task.ci95) continue;
    below += (task.value - task.ci95->low) * (task.value - task.ci95->low);
    above += (task.ci95->high - task.value) * (task.ci95->high - task.value);
  }
  const auto count = static_cast<double>(tasks.size());
  Estimate estimate{.value = sum / count};
  if (has_interval) {
    estimate.ci95 = {estimate.value - std::sqrt(below) / count,
                     estimate.value + std::sqrt(above) / count};
  }
  return estimate;
}

}  // namespace saccade
