// What an agent attends to, as outputs of a model.
#pragma once

#include "experiments/onnx/encoders.h"
#include "experiments/onnx_policy/ports.h"

namespace saccade::onnx {

/// `attention.<layer>` of each layer in which the agent asks, [heads x tokens], and `rollout`
/// [tokens]: each token's share in the agent's vector (Abnar & Zuidema 2020).  Nothing of an
/// encoder that does not attend.
void put_out_attention(const Ports& ports, const Encoded& encoded, int heads);

}  // namespace saccade::onnx
