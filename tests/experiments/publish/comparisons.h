// A comparison with made-up numbers.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "experiments/results/comparison.h"

namespace saccade::testing {

inline Estimate estimate(double value, double half) {
  return {value, ConfidenceInterval{value - half, value + 0.8 * half}};
}

/// `runs` runs that end around `score`; a single one has no intervals.
inline ComparedGroup compared_group(const std::string& name, double score, int runs) {
  ComparedGroup group;
  group.name = name;
  const auto about = [runs](double value, double half) {
    return runs > 1 ? estimate(value, half) : Estimate{value};
  };
  for (int seed = 1; seed <= runs; ++seed) {
    ComparedRun run{.folder = "runs/" + name + "-" + std::to_string(seed)};
    run.seed = static_cast<std::uint64_t>(seed);
    run.steps = run.score_step = 1'500'000;
    run.wall_seconds = 125 + seed;
    for (int i = 1; i <= 15; ++i) {
      const double reached = score * (1 - std::exp(-i / 4.0)) + std::sin(3 * seed + i);
      run.curve.push_back({i * 100'000, 8.0 * i, reached});
    }
    run.score = run.curve.back().score;
    if (seed != 2) run.steps_to_threshold = 300'000 + 100'000 * seed;
    group.runs.push_back(run);
  }
  for (int i = 1; i <= 15; ++i) {
    const double reached = score * (1 - std::exp(-i / 4.0));
    group.curve.push_back({i * 100'000, about(reached, 1 + 2.0 / i), about(reached, 1.5)});
  }
  for (int i = 0; i <= runs; ++i) {
    const double share = 1 - static_cast<double>(i) / runs;
    ProfilePoint point{score - 2 + i, {share}};
    if (runs > 1) point.share.ci95 = {std::max(0.0, share - 0.3), std::min(1.0, share + 0.2)};
    group.profile.push_back(point);
  }
  group.final_mean = about(score, 1.5);
  group.final_iqm = about(score, 1.7);
  group.steps = 1'500'000;
  group.wall_seconds = 127;
  group.efficiency = {static_cast<std::size_t>(runs > 1 ? runs - 1 : 1), 500'000, 42};
  return group;
}

inline ComparedTask compared_task(const std::string& environment,
                                  const std::vector<std::string>& names, int runs) {
  ComparedTask task;
  task.environment = environment;
  for (std::size_t i = 0; i < names.size(); ++i) {
    task.groups.push_back(compared_group(names[i], 9 - 2.5 * static_cast<double>(i), runs));
  }
  task.threshold = 5;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (i == j) continue;
      const double share = i < j ? 0.9 : 0.1;
      task.improvements.push_back(
          {names[i], names[j], {share, ConfidenceInterval{share - 0.1, share + 0.1}}});
    }
  }
  return task;
}

inline Comparison compared(const std::vector<std::string>& names, int runs = 5,
                           const std::vector<std::string>& environments = {"forage"}) {
  Comparison comparison;
  comparison.metric = "return_mean";
  comparison.score_kind = "last evaluation of the run";
  comparison.baseline = names.back();
  comparison.groups = names;
  for (const std::string& environment : environments) {
    comparison.tasks.push_back(compared_task(environment, names, runs));
  }
  comparison.differences = {{"policy.encoder", names}};
  if (environments.size() > 1) {
    comparison.improvements = comparison.tasks[0].improvements;
    for (const std::string& name : names) {
      comparison.aggregate.push_back({name, 10, estimate(0.8, 0.1), estimate(0.8, 0.1)});
    }
  }
  return comparison;
}

}  // namespace saccade::testing
