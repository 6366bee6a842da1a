#include "experiments/statistics/mean_interval.h"

#include <cmath>

#include "experiments/statistics/quantiles.h"

namespace saccade {

std::optional<ConfidenceInterval> student_interval(double centre, double standard_error,
                                                   double freedom) {
  if (!(standard_error > 0) || !std::isfinite(standard_error)) return std::nullopt;
  const double half = student_quantile(0.975, freedom) * standard_error;
  return ConfidenceInterval{centre - half, centre + half};
}

double satterthwaite_freedom(const std::vector<double>& variances,
                             const std::vector<double>& freedoms) {
  double sum = 0, weighted = 0;
  for (const double variance : variances) sum += variance;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    const double share = variances[i] / sum;  // Squares of variances may be too small or large.
    weighted += share * share / freedoms[i];
  }
  return 1 / weighted;
}

Estimate mean_estimate(const TaskScores& tasks) {
  const TaskScores ordered = sorted(tasks);
  Scores means;
  for (const Scores& scores : ordered) means.push_back(mean_score(scores));
  Estimate estimate{.value = mean_score(means)};
  if (!has_repeats(ordered)) return estimate;
  std::vector<double> variances, freedoms;
  double sum = 0;
  for (const Scores& scores : ordered) {
    const auto n = static_cast<double>(scores.size());
    variances.push_back(sample_variance(scores) / n);
    freedoms.push_back(n - 1);
    sum += variances.back();
  }
  if (!(sum > 0) || !std::isfinite(sum)) return estimate;
  estimate.ci95 =
      student_interval(estimate.value, std::sqrt(sum) / static_cast<double>(ordered.size()),
                       satterthwaite_freedom(variances, freedoms));
  return estimate;
}

}  // namespace saccade
