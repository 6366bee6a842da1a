// Attention of every kind, and the block around it.
#pragma once

#include <string>

#include "experiments/onnx/layers.h"
#include "experiments/onnx/pairs.h"
#include "nn/encoders/encoder.h"

namespace saccade::onnx {

struct Attended {
  Value x;        ///< [B x M x D] the queries' new rows.
  Value weights;  ///< [B x H x M x N] of M queries and N keys; 0 for what is not there.
};

/// A block as docs/checkpoints.md has it.  `same`: the queries are the first of the keys.
Attended block(const Network& network, const std::string& name, const nn::EncoderConfig& config,
               const TokenSet& queries, const TokenSet& keys, bool same);

}  // namespace saccade::onnx
