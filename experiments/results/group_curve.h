// How the runs of a group learn: their mean curve, and how soon they reach a score.
#pragma once

#include "experiments/results/comparison.h"

namespace saccade {

/// Mean and IQM of the runs' scores at each step at which every run was evaluated.  Nothing is
/// interpolated, so that runs that share no step have no curve.
std::vector<CurvePoint> group_curve(const std::vector<ComparedRun>& runs);

/// Of each run the first evaluation with a score of at least the threshold, and the medians over
/// the runs.
void fill_efficiency(ComparedGroup& group, double threshold);

}  // namespace saccade
