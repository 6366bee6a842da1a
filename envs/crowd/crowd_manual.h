// What a person reads about `crowd-nav`.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

EnvironmentManual crowd_manual();

}  // namespace saccade
