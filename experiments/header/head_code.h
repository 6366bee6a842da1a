// The last part of a decision: from the agent's vector to actions and value.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"
#include "experiments/header/text/weight_code.h"

namespace saccade {

/// Statements that fill `decision` from the `vector` [kWidth] of the policy, one block per head.
std::string heads_code(const HeaderPlan& plan, WeightCode& weights);

/// The statement that fills decision.value from the vector of this name.
std::string value_code(const HeaderPlan& plan, const std::string& vector, WeightCode& weights);

}  // namespace saccade
