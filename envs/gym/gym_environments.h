// gym:ID, an environment of Gymnasium or PettingZoo, in Python processes of this program.
#pragma once

#include <functional>

#include "envs/core/registry.h"
#include "envs/gym/gym_program.h"
#include "envs/socket/client_watch.h"

namespace saccade {

/// Adds the scheme "gym".  The processes are shared by all copies of the registry, and end with the
/// last one and the last environment.  `find_program` is asked when an environment is made.
void add_gym_environments(Registry& registry, const ClientWatch& watch,
                          const std::function<GymProgram()>& find_program = find_gym_program);

}  // namespace saccade
