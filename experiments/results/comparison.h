// What a comparison of groups of runs found, as plain numbers and text: what a table, a plot or a
// page needs.
//
// A group is a set of runs that differ in nothing but their seed.  A task is an environment: runs
// of several environments are compared within each, and scores of different tasks are put together
// only where that needs no common scale (the probability of improvement), or where the scale was
// given.
//
// All intervals are 95% confidence intervals.  One that does not exist (of a single run) is absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "experiments/statistics/performance_profile.h"

namespace saccade {

/// One evaluation of one run.
struct EvaluatedScore {
  std::int64_t step = 0;
  std::optional<double> wall_seconds{};  ///< Training time until then.
  double score = 0;
};

struct ComparedRun {
  std::filesystem::path folder;
  std::uint64_t seed = 0;
  std::int64_t steps = 0;                ///< Trained, by its last evaluation or its summary.
  std::optional<double> wall_seconds{};  ///< Of training.
  double score = 0;             ///< The final score; what it is, Comparison::score_kind says.
  std::int64_t score_step = 0;  ///< Of the policy that it belongs to.
  std::vector<EvaluatedScore> curve{};  ///< Every evaluation, ascending.
  /// Until the first evaluation that reached the threshold; absent when none did.
  std::optional<std::int64_t> steps_to_threshold{};
  std::optional<double> seconds_to_threshold{};
};

/// A point of a group's learning curve.
struct CurvePoint {
  std::int64_t step = 0;
  Estimate mean{};
  Estimate iqm{};
};

/// How soon a group reaches the threshold.  A run that never does counts as later than any other.
struct SampleEfficiency {
  std::size_t reached = 0;                 ///< Runs that do.
  std::optional<double> median_steps{};    ///< Over all runs; absent when half of them never do.
  std::optional<double> median_seconds{};  ///< Of training time, likewise.
};

/// The runs of one group in one task.
struct ComparedGroup {
  std::string name;
  std::vector<ComparedRun> runs{};  ///< At least one; by seed.
  Estimate final_mean{};
  Estimate final_iqm{};
  std::int64_t steps = 0;                ///< Mean over the runs.
  std::optional<double> wall_seconds{};  ///< Mean over the runs.
  std::vector<CurvePoint> curve{};  ///< At the steps where every run of the group was evaluated.
  std::vector<ProfilePoint> profile{};  ///< At scores that are the same for all groups of the task.
  SampleEfficiency efficiency{};
};

/// P(X > Y) + P(X = Y) / 2 for a run X of group `better` and a run Y of group `than`.
struct Improvement {
  std::string better;
  std::string than;
  Estimate probability{};
};

/// All groups in one environment.
struct ComparedTask {
  std::string environment;
  std::vector<ComparedGroup> groups{};      ///< In the order of Comparison::groups, if there.
  std::optional<double> threshold{};        ///< Of sample efficiency.
  std::vector<Improvement> improvements{};  ///< Every ordered pair of different groups.
};

/// A group over several tasks, with scores of which 0 and 1 mean the same in each.
struct AggregateGroup {
  std::string name;
  std::size_t runs = 0;
  Estimate mean{};  ///< Mean over tasks of the mean over runs.
  Estimate iqm{};   ///< Over the runs of all tasks.
};

/// A configuration key in which groups differ.
struct ConfigurationDifference {
  std::string key;
  std::vector<std::string> values{};  ///< As TOML, by group; "-" where a group has no such key.
};

/// A run that was named or found but is not part of the comparison.
struct OmittedRun {
  std::filesystem::path folder;
  std::string reason;
};

struct Comparison {
  std::string metric;                 ///< Column of evals.csv: "return_mean".
  std::string score_kind;             ///< What a final score is: "last evaluation of the run".
  std::string baseline{};             ///< Name of the group that others are compared with.
  std::vector<std::string> groups{};  ///< Names, the baseline's first.
  std::vector<ComparedTask> tasks{};  ///< At least one.
  std::vector<ConfigurationDifference> differences{};
  /// Means over the tasks, of groups that are in all of them; empty for one task.
  std::vector<Improvement> improvements{};
  std::vector<AggregateGroup> aggregate{};  ///< Empty for one task, or when no scales were given.
  std::vector<OmittedRun> omitted{};
  std::vector<std::string> notes{};  ///< What a reader should know, a sentence each.
};

}  // namespace saccade
