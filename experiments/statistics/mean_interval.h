// The mean score of a group, with Student's t interval.
#pragma once

#include <optional>
#include <vector>

#include "experiments/statistics/estimate.h"
#include "experiments/statistics/scores.h"

namespace saccade {

/// An interval from a standard error with some degrees of freedom; none when the error is 0, since
/// runs that are all equal do not say how much others would differ.
std::optional<ConfidenceInterval> student_interval(double centre, double standard_error,
                                                   double freedom);

/// Degrees of freedom of a sum of independent estimates with these variances and degrees
/// (Satterthwaite 1946, Welch 1947); at least one variance must be above 0.
double satterthwaite_freedom(const std::vector<double>& variances,
                             const std::vector<double>& freedoms);

/// The mean over tasks of the mean over runs.  Its interval is absent when a task has a single run
/// or no score differs.
Estimate mean_estimate(const TaskScores& tasks);

}  // namespace saccade
