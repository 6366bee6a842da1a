// A decision of one agent, kept so that one can ask what would have been decided otherwise.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/observation.h"

namespace saccade {

struct DecisionMoment {
  std::size_t kind = 0;     ///< Of the agent.
  int agent = 0;            ///< Of the environment.
  std::uint64_t seed = 0;   ///< Of the episode.
  int step = 0;             ///< Steps of the episode before it.
  Observation seen;         ///< What the agent saw, ...
  std::vector<float> held;  ///< ... and what it remembered before it; empty without memory.
};

}  // namespace saccade
