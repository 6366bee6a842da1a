// The performance profile of a group: which share of its runs scores above each score.
#pragma once

#include <cstddef>
#include <vector>

#include "experiments/statistics/estimate.h"
#include "experiments/statistics/scores.h"

namespace saccade {

/// The share of runs whose final score is above `score`: a point of the performance profile.
struct ProfilePoint {
  double score = 0;
  Estimate share{};
};

/// The share of `successes` of `runs`, with the interval of Clopper & Pearson (1934); absent for
/// one run.
Estimate share_estimate(std::size_t successes, std::size_t runs);

/// The scores at which some profile has a step, ascending, and one below all of them, where each
/// profile is 1.  No group may be empty.
Scores profile_scores(const std::vector<Scores>& groups);

/// The profile at these scores ("score distribution" of Agarwal et al. 2021).  From each to the
/// next it is constant.
std::vector<ProfilePoint> performance_profile(const Scores& runs, const Scores& at);

}  // namespace saccade
