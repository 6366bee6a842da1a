// Scores of independent runs, and simple statistics of them.
#pragma once

#include <vector>

namespace saccade {

using Scores = std::vector<double>;

/// Scores of the runs of one group, by task; no task is without runs.
using TaskScores = std::vector<Scores>;

/// `scores` must not be empty.
double mean_score(const Scores& scores);

/// Of the sample (n - 1); `scores` must hold two at least.
double sample_variance(const Scores& scores);

/// The scores of all tasks, ascending.
Scores pooled(const TaskScores& tasks);

/// Each task's scores ascending: what is computed then does not depend on the order of the runs.
TaskScores sorted(TaskScores tasks);

/// Whether every task has two runs or more.
bool has_repeats(const TaskScores& tasks);

}  // namespace saccade
