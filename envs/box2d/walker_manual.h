// What a person reads about the walker.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual walker_manual(bool hardcore);

}  // namespace saccade
