// Functions that make the agent's vector of an observation.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"
#include "experiments/header/text/weight_code.h"

namespace saccade {

/// "encode_policy(seen, pose, work, out)", or that of the value's own encoder.
std::string encoder_code(const HeaderPlan& plan, Reader reader, WeightCode& weights);

/// What begins the names of an encoder's tensors: "policy." or "value.".
std::string prefix_of(Reader reader);

}  // namespace saccade
