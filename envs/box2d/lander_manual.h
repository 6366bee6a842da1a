// What a person reads about the lander.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual lander_manual(bool continuous);

}  // namespace saccade
