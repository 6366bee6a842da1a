#include "experiments/statistics/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "envs/core/random.h"
#include "experiments/statistics/quantiles.h"

namespace saccade {

Scores bootstrap(const TaskScores& tasks, const std::function<double(const TaskScores&)>& statistic,
                 int resamples) {
  constexpr std::uint64_t kSeed = 0x5acade;
  const TaskScores ordered = sorted(tasks);
  TaskScores drawn = ordered;
  Rng rng(kSeed);
  Scores values;
  for (int resample = 0; resample < resamples; ++resample) {
    for (std::size_t task = 0; task < ordered.size(); ++task) {
      const auto count = static_cast<std::int64_t>(ordered[task].size());
      for (double& score : drawn[task]) {
        score = ordered[task][static_cast<std::size_t>(rng.integers(0, count))];
      }
    }
    values.push_back(statistic(drawn));
  }
  std::sort(values.begin(), values.end());
  return values;
}

double quantile_of(const Scores& ascending, double probability) {
  const double place = probability * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  const double share = place - static_cast<double>(below);
  return ascending[below] + share * (ascending[above] - ascending[below]);
}

ConfidenceInterval percentile_interval(const Scores& ascending, double tail) {
  return {quantile_of(ascending, tail), quantile_of(ascending, 1 - tail)};
}

double expanded_tail(double n) {
  const double z = std::sqrt(n / (n - 1)) * student_quantile(0.975, n - 1);
  return std::erfc(z / std::sqrt(2.0)) / 2;
}

}  // namespace saccade
