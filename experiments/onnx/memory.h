// What a policy remembers: the agent's vector in the light of earlier steps.
#pragma once

#include <string>

#include "experiments/onnx/layers.h"
#include "nn/memory/memory_config.h"

namespace saccade::onnx {

struct Remembered {
  Value x;      ///< [B x D] what heads and value read.
  Value state;  ///< [B x memory_state_width] for the next step; without a graph: there is none.
};

/// Numbers that a memory hands from step to step, 0 for none, laid out as Saccade has them: `gru`
/// h; `lstm` h, c; `attention` the latest vectors, the oldest first at the end of their room, then
/// how many there are.
int memory_state_width(const nn::MemoryConfig& config, int width);

/// Of the vector x [B x D] and the state [B x memory_state_width]; `name` is "policy.memory".
Remembered remember(const Network& network, const std::string& name, const nn::MemoryConfig& config,
                    int width, const Value& x, const Value& state);

}  // namespace saccade::onnx
