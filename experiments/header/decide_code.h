// The class `Policy`, and the function behind it that turns an observation into a decision.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"
#include "experiments/header/text/weight_code.h"

namespace saccade {

/// "<64>", or "<>" where the number of tokens is known.
std::string capacity_example(const HeaderPlan& plan);

/// What users see of it; the definitions follow in policy_methods.
std::string policy_class(const HeaderPlan& plan);

/// The function `decide` and the struct that a policy holds.
std::string decide_code(const HeaderPlan& plan, WeightCode& weights);

std::string policy_methods();

}  // namespace saccade
