// What can be chosen about the optimiser and how gradients are summed.
#pragma once

namespace saccade {

/// Adam (Kingma and Ba 2015) with gradients clipped by their global norm.
struct OptimiserConfig {
  float learning_rate = 3e-4F;
  float learning_rate_final = 0;  ///< What the learning rate becomes by the end, linearly.
  float epsilon = 1e-5F;
  float max_grad_norm = 0.5F;
  /// The gradient of a minibatch is summed in at most so many parts of at least 128 samples, one
  /// thread's work each.  Part of what decides the bits of a run.
  int gradient_shards = 16;
};

}  // namespace saccade
