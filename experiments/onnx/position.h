// What is added to the embedding of a token to say where it stands.
#pragma once

#include <optional>
#include <string>

#include "experiments/onnx/layers.h"
#include "nn/encoders/encoder.h"

namespace saccade::onnx {

/// The tokens of one type in B samples, n of them at most.
struct TypeTokens {
  std::string name;
  int width = 0;          ///< Features of each.
  int count = -1;         ///< Tokens in every sample; -1: any number.
  Value features{};       ///< [B x n x width]; 0 where there is none
  Value there{};          ///< [B x n] booleans
  Value motion{};         ///< [B x n x 4] as seen from the agent; without a graph: nobody asks
  bool may_lack = false;  ///< Whether some may not be there.
  bool is_sensor = false;
  bool critic_only = false;
};

/// What the agents of B samples see; the first type is the agent itself.
struct Seen {
  std::vector<TypeTokens> types{};
  Value origin{};  ///< [B x 1 x 2] where motions have their origin in the world; as motions.
};

/// Of one type [B x n x D], or [n x D] that is the same in all samples; nothing: 0.
std::optional<Value> position(const Network& network, const std::string& prefix,
                              const nn::EncoderConfig& config, const Seen& seen,
                              const TypeTokens& tokens);

}  // namespace saccade::onnx
