// The weights of an attention block.
#pragma once

#include <string>

#include "experiments/header/plan/header_plan.h"
#include "experiments/header/text/weight_code.h"

namespace saccade {

/// How a block is used: as it is; by the agent alone, its layer of keys transposed; or by who sees
/// nobody else, and needs no query and no key.
enum class BlockUse { kAttend, kFolded, kAlone };

/// Writes the weights whose names begin so as a Block of header/code/block.h, and returns its name.
std::string block_code(const HeaderPlan& plan, const std::string& tensors, BlockUse use,
                       WeightCode& weights);

}  // namespace saccade
