// How many samples a network takes at once where there are many.
#pragma once

#include "nn/encoders/encoder.h"

namespace saccade {

/// A pass takes samples up to either number, so that its activations stay in the cache.
struct PassSize {
  int samples;
  int rows;  ///< Tokens of the samples together.
};

/// Where blocks have activations of every token it takes less.
inline PassSize pass_size(const nn::EncoderConfig& encoder) {
  const bool is_deep = encoder.kind == nn::EncoderKind::kAttention &&
                       (encoder.self_attention_blocks > 0 || encoder.fusion == nn::Fusion::kCross);
  return is_deep ? PassSize{32, 1024} : PassSize{128, 4096};
}

}  // namespace saccade
