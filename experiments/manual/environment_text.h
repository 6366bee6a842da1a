// All about an environment for people at a terminal.
#pragma once

#include <string>

#include "envs/core/registry.h"

namespace saccade {

/// Its manual, what it shows, what it accepts, what can be set.  Makes the environment with its
/// defaults once; throws what that throws.
std::string describe_text(const EnvironmentEntry& entry);

}  // namespace saccade
