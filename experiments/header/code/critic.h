// A central critic, to which the agent is alone.
#pragma once

#include <cstddef>

#include "experiments/header/code/block.h"
#include "experiments/header/code/rows.h"

namespace saccade::header_code {

/// x [kWidth] after a block in which it sees itself alone: whatever it asks, it finds its own
/// value.
inline void attend_alone(const Block& block, float* x) {
  float normed[kWidth], value[kWidth];
  layer_norm<kWidth>(x, 1, block.gain, block.norm_bias, normed);
  linear<kWidth, kWidth>(normed, 1, block.value, block.value_bias, value);
  add_linear<kWidth, kWidth>(value, 1, block.output, block.output_bias, x);
  add_mlp(block, 1, x);
}

}  // namespace saccade::header_code
