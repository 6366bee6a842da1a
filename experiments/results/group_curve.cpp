#include "experiments/results/group_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "experiments/statistics/interquartile_mean.h"
#include "experiments/statistics/mean_interval.h"

namespace saccade {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// The middle value, or the mean of the two in the middle; absent when that is never.
std::optional<double> median_of(Scores values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return std::isfinite(median) ? std::optional(median) : std::nullopt;
}

void find_threshold(ComparedRun& run, double threshold) {
  run.steps_to_threshold.reset();
  run.seconds_to_threshold.reset();
  for (const EvaluatedScore& evaluation : run.curve) {
    if (evaluation.score < threshold) continue;
    run.steps_to_threshold = evaluation.step;
    run.seconds_to_threshold = evaluation.wall_seconds;
    return;
  }
}

}  // namespace

std::vector<CurvePoint> group_curve(const std::vector<ComparedRun>& runs) {
  std::map<std::int64_t, Scores> scores;
  for (const ComparedRun& run : runs) {
    for (const EvaluatedScore& evaluation : run.curve) {
      scores[evaluation.step].push_back(evaluation.score);
    }
  }
  std::vector<CurvePoint> curve;
  for (const auto& [step, of_runs] : scores) {
    if (of_runs.size() < runs.size()) continue;
    curve.push_back({step, mean_estimate({of_runs}), iqm_estimate({of_runs})});
  }
  return curve;
}

void fill_efficiency(ComparedGroup& group, double threshold) {
  SampleEfficiency efficiency;
  Scores steps, seconds;
  bool is_timed = true;
  for (ComparedRun& run : group.runs) {
    find_threshold(run, threshold);
    if (run.steps_to_threshold) ++efficiency.reached;
    is_timed = is_timed && (run.seconds_to_threshold || !run.steps_to_threshold);
    steps.push_back(run.steps_to_threshold ? static_cast<double>(*run.steps_to_threshold) : kNever);
    seconds.push_back(run.seconds_to_threshold.value_or(kNever));
  }
  efficiency.median_steps = median_of(std::move(steps));
  if (is_timed) efficiency.median_seconds = median_of(std::move(seconds));
  group.efficiency = efficiency;
}

}  // namespace saccade
