#include "experiments/statistics/performance_profile.h"

#include <algorithm>
#include <cmath>

#include "experiments/statistics/quantiles.h"

namespace saccade {

Estimate share_estimate(std::size_t successes, std::size_t runs) {
  const auto k = static_cast<double>(successes), n = static_cast<double>(runs);
  Estimate estimate{.value = k / n};
  if (runs < 2) return estimate;
  estimate.ci95 = {successes == 0 ? 0 : beta_quantile(0.025, k, n - k + 1),
                   successes == runs ? 1 : beta_quantile(0.975, k + 1, n - k)};
  return estimate;
}

Scores profile_scores(const std::vector<Scores>& groups) {
  Scores scores = pooled(groups);
  scores.erase(std::unique(scores.begin(), scores.end()), scores.end());
  const double range = scores.back() - scores.front();
  const double margin = range > 0 ? range / 20 : std::max(std::abs(scores.front()) / 20, 1e-3);
  scores.insert(scores.begin(), scores.front() - margin);
  return scores;
}

std::vector<ProfilePoint> performance_profile(const Scores& runs, const Scores& at) {
  std::vector<ProfilePoint> points;
  for (const double score : at) {
    const auto above =
        std::count_if(runs.begin(), runs.end(), [score](double run) { return run > score; });
    points.push_back({score, share_estimate(static_cast<std::size_t>(above), runs.size())});
  }
  return points;
}

}  // namespace saccade
