// Everything that can be chosen about a policy and its learner, with defaults.
#pragma once

#include <cstdint>

#include "nn/encoder.h"

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

/// PPO (Schulman et al. 2017) with GAE (Schulman et al. 2016).
struct PpoConfig {
  int envs = 32;        ///< Environments stepped side by side.
  int horizon = 128;    ///< Steps of each environment per update.
  int epochs = 4;       ///< Passes over the collected steps per update.
  int minibatches = 4;  ///< Per epoch.
  float gamma = 0.99F;  ///< Discount.
  float gae_lambda = 0.95F;
  float clip = 0.2F;        ///< Ratio clipping, epsilon.
  float clip_final = 0.2F;  ///< What `clip` becomes by the end of training, linearly.
  float value_clip = 0;     ///< Clipping of the value's change; 0: none.
  float value_coefficient = 0.5F;
  float entropy_coefficient = 0.01F;
  float entropy_coefficient_final = 0.01F;  ///< Likewise, linearly.
  float max_grad_norm = 0.5F;
  float learning_rate = 3e-4F;
  float learning_rate_final = 0;  ///< What the learning rate becomes by the end, linearly.
  float adam_epsilon = 1e-5F;
  float target_kl = 0;  ///< Stop an update's epochs beyond this approximate KL; 0: never.
  bool normalise_advantages = true;  ///< Per minibatch.
  bool scale_rewards = false;        ///< Divide by the running deviation of discounted returns.
};

}  // namespace saccade
