// What a person reads about `hide-and-seek`.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual hide_manual();

}  // namespace saccade
