// Action heads: their distributions as outputs, and the most likely action.
#pragma once

#include "experiments/export/exported_policy.h"
#include "experiments/onnx/encoders.h"
#include "experiments/onnx_policy/ports.h"

namespace saccade::onnx {

/// What heads are made from.
struct HeadSources {
  const Ports& ports;
  const Network& network;
  const ExportedPolicy& policy;
  const Seen& seen;
  Value readout;  ///< [B x E] the vectors that heads read.
  Value vectors;  ///< [B x N x D] of tokens, in the order of the types; without a graph: none.
};

/// All heads' numbers, one after the other, as the environment takes them [B x action width].
Value choose_action(const HeadSources& sources);

}  // namespace saccade::onnx
