// What the runs of a sweep reached: a file for programs, a table for people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "experiments/pool/run_pool.h"
#include "experiments/sweep/sweep_plan.h"

namespace saccade {

/// sweep.csv: a row for each run, with the columns trial, config, seed, variant, those of the keys
/// that are varied, state, step, last_evaluation, best_evaluation, wall_seconds, run.  Only
/// wall_seconds differs between two sweeps of the same file.
std::string sweep_csv(const SweepPlan& plan, const std::vector<RunStatus>& states);

/// What one trial reached with one configuration.
struct TrialScore {
  std::string config;  ///< Its label.
  std::size_t trial = 0;
  double score = 0;        ///< The mean over its runs of the last evaluation; NaN if one has none.
  std::int64_t steps = 0;  ///< Of its longest run.
  std::int64_t until = 0;  ///< Where halving stopped it; 0: nowhere.
};

/// In the order of the plan.
std::vector<TrialScore> trial_scores(const SweepPlan& plan, const std::vector<RunStatus>& states);

/// A line for each trial, the best one first: those that halving stopped come after those that went
/// on.  With several configurations a table of each.
std::string sweep_table(const SweepPlan& plan, const std::vector<RunStatus>& states);

}  // namespace saccade
