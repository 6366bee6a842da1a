// The stratified bootstrap: runs are drawn anew with replacement, within each task.
#pragma once

#include <functional>

#include "experiments/statistics/estimate.h"
#include "experiments/statistics/scores.h"

namespace saccade {

inline constexpr int kResamples = 2000;

/// What a statistic gives for resamples of the scores (Efron 1979; by task as in Agarwal et al.
/// 2021), ascending.  The random numbers are the same at every call.
Scores bootstrap(const TaskScores& tasks, const std::function<double(const TaskScores&)>& statistic,
                 int resamples = kResamples);

/// The quantile of ascending values, between two of them by linear interpolation; 0 <= probability
/// <= 1.
double quantile_of(const Scores& ascending, double probability);

/// The percentile interval from tail probability `tail` to 1 - tail.
ConfidenceInterval percentile_interval(const Scores& ascending, double tail = 0.025);

/// The tail probability that makes percentile intervals of means of n values as wide as Student's t
/// interval (Hesterberg 2015, "expanded percentile"); n > 1.
double expanded_tail(double n);

}  // namespace saccade
