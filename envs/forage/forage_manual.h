// What a person reads about `forage`.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual forage_manual();

}  // namespace saccade
