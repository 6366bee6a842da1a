// What a person reads about `box-world`.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual box_world_manual();

}  // namespace saccade
