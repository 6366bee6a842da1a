// The inputs that tell what an agent sees, and the tokens that the network reads of them.
#pragma once

#include "experiments/export/exported_policy.h"
#include "experiments/onnx/position.h"
#include "experiments/onnx_policy/ports.h"

namespace saccade::onnx {

/// All types of tokens, in the policy's frame, normalised.
Seen read_observation(const Ports& ports, const ExportedPolicy& policy);

}  // namespace saccade::onnx
