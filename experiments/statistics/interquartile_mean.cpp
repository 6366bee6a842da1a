#include "experiments/statistics/interquartile_mean.h"

#include <algorithm>
#include <cmath>

#include "experiments/statistics/bootstrap.h"
#include "experiments/statistics/mean_interval.h"

namespace saccade {
namespace {

/// Scores cut off at each end.
std::size_t cut(std::size_t count) {
  return count / 4;
}

ConfidenceInterval hull(const ConfidenceInterval& a, const ConfidenceInterval& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

}  // namespace

double interquartile_mean(const TaskScores& tasks) {
  const Scores all = pooled(tasks);
  const auto trim = static_cast<std::ptrdiff_t>(cut(all.size()));
  return mean_score(Scores(all.begin() + trim, all.end() - trim));
}

// With one task of n runs, h of them kept, and the winsorised variance s^2, the squared standard
// error is Yuen's (n - 1) s^2 / (h (h - 1)), with h - 1 degrees of freedom.  With several tasks it
// is the sum of their n_t s_t^2 / h^2, times the same correction (N - 1) h / (N (h - 1)).
std::optional<ConfidenceInterval> yuen_interval(const TaskScores& tasks) {
  if (!has_repeats(tasks)) return std::nullopt;
  const Scores all = pooled(tasks);
  const auto n = static_cast<double>(all.size());
  const auto kept = n - 2 * static_cast<double>(cut(all.size()));
  const double low = all[cut(all.size())], high = all[all.size() - 1 - cut(all.size())];
  std::vector<double> variances, freedoms;
  double sum = 0;
  for (Scores scores : sorted(tasks)) {
    for (double& score : scores) score = std::clamp(score, low, high);
    const auto runs = static_cast<double>(scores.size());
    variances.push_back(runs * sample_variance(scores) / (kept * kept));
    freedoms.push_back(std::max(runs * kept / n - 1, 1.0));
    sum += variances.back();
  }
  if (!(sum > 0)) return std::nullopt;
  const double correction = (n - 1) * kept / (n * (kept - 1));
  return student_interval(interquartile_mean(tasks), std::sqrt(sum * correction),
                          satterthwaite_freedom(variances, freedoms));
}

Estimate iqm_estimate(const TaskScores& tasks) {
  Estimate estimate{.value = interquartile_mean(tasks)};
  if (!has_repeats(tasks)) return estimate;
  const ConfidenceInterval drawn = percentile_interval(bootstrap(tasks, interquartile_mean));
  if (const auto yuen = yuen_interval(tasks)) {
    estimate.ci95 = hull(*yuen, drawn);
  } else if (drawn.low < drawn.high) {
    estimate.ci95 = drawn;
  }
  return estimate;
}

}  // namespace saccade
