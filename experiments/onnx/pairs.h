// What is known of pairs of tokens: for a pair bias and a pair value, and for local attention.
#pragma once

#include "experiments/onnx/layers.h"
#include "nn/attention/attention_config.h"

namespace saccade::onnx {

/// B samples of as many rows N, not all of which are there.
struct TokenSet {
  Value x;         ///< [B x N x D]
  Value there;     ///< [B x N] booleans
  Value types;     ///< [N] the index of each token's type
  Value motion{};  ///< [B x N x 4], NaN where unknown; without a graph: nobody asks for it
  bool has_motion() const { return motion.graph != nullptr; }
  /// The first row alone, the agent.
  TokenSet agent() const;
};

/// [B x M x N x 8] of M queries and N keys.
Value pair_features(const TokenSet& queries, const TokenSet& keys);

/// Which keys each query sees by where they are [B x M x N].  `same`: the queries are the first of
/// the keys, and each sees itself.
Value near(const nn::AttentionConfig& config, const TokenSet& queries, const TokenSet& keys,
           bool same);

}  // namespace saccade::onnx
