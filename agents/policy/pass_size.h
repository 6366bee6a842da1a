// How many samples a network takes at once where there are many.
#pragma once

#include "nn/attention/attention_kinds.h"
#include "nn/encoders/encoder.h"

namespace saccade {

/// A pass takes samples up to either number, so that its activations stay in the cache.
struct PassSize {
  int samples;
  int rows;  ///< Tokens of the samples together.
};

/// Where blocks have activations of every token, keys at least, it takes less.
inline PassSize pass_size(const nn::EncoderConfig& encoder) {
  const bool has_blocks = encoder.self_attention_blocks > 0 ||
                          encoder.fusion == nn::Fusion::kCross ||
                          !encoder.attention.kind->scores_are_products;
  const bool is_large = encoder.kind == nn::EncoderKind::kAttention && has_blocks;
  return is_large ? PassSize{32, 1024} : PassSize{128, 4096};
}

}  // namespace saccade
