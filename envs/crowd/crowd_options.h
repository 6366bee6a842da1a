// What can be set of `crowd-nav`.
#pragma once

#include <vector>

#include "envs/core/options.h"
#include "envs/crowd/crowd_start.h"

namespace saccade {

struct CrowdNavSettings {
  CrowdSettings world;
  bool continuous = false;
  bool toward_goal = false;  ///< Whether directions count from the direction to the goal.
  double shaping = 0;        ///< Reward per metre nearer to the goal.
};

std::vector<OptionSpec> crowd_nav_options();

/// Throws Error if options contradict each other.
CrowdNavSettings crowd_nav_settings(const Options& options);

}  // namespace saccade
