// What a person reads about `couriers`.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual couriers_manual();

}  // namespace saccade
