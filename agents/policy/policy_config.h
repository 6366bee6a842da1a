// What can be chosen about a policy, with defaults.
#pragma once

#include "nn/encoders/encoder.h"

namespace saccade {

struct PolicyConfig {
  nn::EncoderConfig encoder;
  bool separate_value = false;  ///< A second encoder for the value instead of a shared one.
  /// Of continuous heads, in units in which [-1, 1] spans the range: at 0 one deviation is half of
  /// it.
  float initial_log_std = 0;
  bool normalise_observations = true;  ///< Running mean and variance per type of token and feature.
  int image_patch = 4;                 ///< Side of the patches that images become, pixels.
};

}  // namespace saccade
