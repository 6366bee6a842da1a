// The structs of what an agent sees and of what it decides.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"

namespace saccade {

/// A struct per entity type and sensor, and `Observation`.
std::string observation_code(const HeaderPlan& plan);

}  // namespace saccade
