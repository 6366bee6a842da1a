// The interquartile mean (IQM) of a group: the mean of the middle half of its runs.
#pragma once

#include "experiments/statistics/estimate.h"
#include "experiments/statistics/scores.h"

namespace saccade {

/// The mean of the scores of all tasks without the floor(n / 4) lowest and highest of them (Agarwal
/// et al. 2021; scipy.stats.trim_mean with 0.25).  Up to three scores this is their mean.
double interquartile_mean(const TaskScores& tasks);

/// Yuen's interval (1974): Student's t with the winsorised variance, of each task by itself. Absent
/// when a task has a single run, or when too few scores differ.
std::optional<ConfidenceInterval> yuen_interval(const TaskScores& tasks);

/// The interquartile mean with an interval that holds Yuen's and the percentile interval of the
/// stratified bootstrap: either alone holds the true value too seldom for few runs
/// (docs/comparing.md).  Absent when a task has a single run or no score differs.
Estimate iqm_estimate(const TaskScores& tasks);

}  // namespace saccade
