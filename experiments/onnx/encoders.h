// From what an agent sees to one vector for it.
#pragma once

#include <string>
#include <vector>

#include "experiments/onnx/attention.h"
#include "experiments/onnx/position.h"

namespace saccade::onnx {

/// How one layer of B samples was attended to.
struct LayerAttention {
  enum Part { kTokens, kContext };  ///< With fusion = cross, sensors are the context.

  std::string name;  ///< "cross", "block_1"
  Part queries = kTokens, keys = kTokens;
  Value weights{};  ///< [B x H x M x N]
};

struct Encoded {
  Value readout{};                       ///< [B x D] the agent's vector
  Value vectors{};                       ///< [B x N x D] of tokens; without a graph: none
  std::vector<LayerAttention> layers{};  ///< From the first on; empty unless it attends.
  Value entities{}, context{};           ///< [B x N], [B x sensor tokens] who is there; context
                                         ///< without a graph: all are one set
};

/// `prefix` is "policy." or "value.".
Encoded encode(const Network& network, const std::string& prefix, const nn::EncoderConfig& config,
               const Seen& seen);

/// What a central critic makes of the vector [B x D] of an agent that is alone.
Value see_team(const Network& network, const nn::EncoderConfig& config, const Value& vector);

}  // namespace saccade::onnx
