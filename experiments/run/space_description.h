// Observation and action spaces as text: kept with a checkpoint, and compared when it is loaded.
#pragma once

#include <string>

#include "envs/core/spaces.h"

namespace saccade {

/// All that is declared, as JSON; equal texts mean equal spaces.
std::string describe_space(const ObservationSpace& space);
std::string describe_space(const ActionSpace& space);

/// For a person: "self(4), food(6), lidar(32 rays), view(24 x 24 x 5)" and "move: 5 choices".
std::string summarise_space(const ObservationSpace& space);
std::string summarise_space(const ActionSpace& space);

}  // namespace saccade
