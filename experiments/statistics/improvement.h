// How probable it is that a run of one group scores more than a run of another.
#pragma once

#include "experiments/statistics/estimate.h"
#include "experiments/statistics/scores.h"

namespace saccade {

/// P(X > Y) + P(X = Y) / 2 over all pairs of runs, the Mann-Whitney measure.  No group may be
/// empty.
double improvement_probability(const Scores& x, const Scores& y);

/// The same with its interval, which is absent when a group has a single run; it does not shrink to
/// a point when every run of X wins.
Estimate improvement_estimate(const Scores& x, const Scores& y);

/// The mean over tasks (Agarwal et al. 2021).  The interval adds the squared distances of the
/// tasks' limits (Zou & Donner 2008).
Estimate mean_improvement(const std::vector<Estimate>& tasks);

/// The interval from a share of pairs alone, for groups of m and n runs.  `quantile` is that of the
/// normal or of Student's t distribution, `variance` an estimate of the share's variance, of which
/// at least as much is assumed; 0: none.
ConfidenceInterval newcombe_interval(double share, double m, double n, double quantile,
                                     double variance = 0);

}  // namespace saccade
