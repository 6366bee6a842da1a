// What the ranks other than 0 do: they take part in whatever rank 0 does.
#pragma once

#include <cstdint>
#include <functional>

#include "agents/learner.h"
#include "agents/ranks/ranks.h"

namespace saccade {

/// What rank 0 trains, and with how many threads this rank does its part.
struct FollowedRun {
  EnvironmentFactory make_environment;
  LearnerConfig config;
  std::int64_t total_steps = 0;
  std::uint64_t seed = 0;
  int threads = 1;
};

/// By rank 0, before it makes its learner: `run` is what the others' `begin` is given.
void lead(Ranks& ranks, const Bytes& run);

/// Follows until rank 0 ends (stop_leading); `begin` makes the run of what `lead` was given.  What
/// goes wrong here is an error of rank 0's as well, and reported there.
void follow_leader(Ranks& ranks, const std::function<FollowedRun(const Bytes& run)>& begin);

/// By rank 0, when it trains no further.
void stop_leading(Ranks& ranks);

}  // namespace saccade
