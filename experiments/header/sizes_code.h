// The sizes of a policy, which take the place of header/code/sizes.h.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"

namespace saccade {

/// Constants, and the function `activate`.
std::string sizes_code(const HeaderPlan& plan);

}  // namespace saccade
