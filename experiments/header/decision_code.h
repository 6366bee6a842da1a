// What an agent decides, as a struct.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"

namespace saccade {

/// An enumeration per categorical head, and `Decision`.
std::string decision_code(const HeaderPlan& plan);

}  // namespace saccade
