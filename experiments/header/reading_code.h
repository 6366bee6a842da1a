// Functions that read the features of one token from an observation.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"
#include "experiments/header/text/weight_code.h"

namespace saccade {

/// "features_of_food(seen, pose, i, row)" for each type of token, and "pose_of(seen)" if there is a
/// frame.
std::string reading_code(const HeaderPlan& plan, WeightCode& weights);

/// A call of the reading function of a type: "features_of_food(seen, pose, i, row)".
std::string reading_call(const HeaderPlan& plan, std::size_t type, const std::string& index,
                         const std::string& row);

/// "Patches<24, 24, 5, 4>", of a type that is an image.
std::string patches_type(const HeaderPlan& plan, std::size_t type);

}  // namespace saccade
