// How much arithmetic PPO on an attention network takes, counted from its formulas: the yardstick
// that turns measured steps per second into GFLOP per second.
#pragma once

namespace saccade {

/// A policy network over a fixed number of entities, all types with the same number of features.
struct NetworkShape {
  int entities = 16;  ///< The agent included.
  int features = 8;   ///< Per entity.
  int width = 64;
  int heads = 4;
  int blocks = 1;  ///< Attention blocks; in the last one the agent alone queries.
  int mlp_ratio = 2;
  int actions = 5;
};

/// How the last block's attention is computed, in which the agent alone queries.  Both give the
/// same numbers up to rounding.
enum class Formula {
  kFolded,  ///< As the encoder does: no key or value is formed, and where there is one block and
            ///< the features are few, no token either (nn/blocks/feature_rows.h).
  kPlain,   ///< As textbooks have it: a key and a value for every entity.
};

/// Floating-point operations of matrix products, a multiply-add counting as two.
struct ForwardFlops {
  double inputs = 0;  ///< Of features, which need no gradient: embeddings, variances.
  double blocks = 0;
  double heads = 0;  ///< Action head and value head.

  double total() const { return inputs + blocks + heads; }
};

/// Of one observation's forward pass.
ForwardFlops forward_flops(const NetworkShape& shape, Formula formula = Formula::kFolded);

/// Of one observation's forward and backward pass: a product y = x W costs twice its forward in the
/// backward (dx = dy W^T, dW = x^T dy), except those of features, which need no gradient.
double forward_backward_flops(const NetworkShape& shape, Formula formula = Formula::kFolded);

/// Of one environment step of PPO: one forward in the rollout, 1/horizon of one for the bootstrap
/// value, and `epochs` forward and backward passes.
double ppo_flops_per_step(const NetworkShape& shape, int horizon, int epochs,
                          Formula formula = Formula::kFolded);

/// Operations for each element of a row of layer normalisation, gain and bias included: an
/// addition, multiplication, comparison, division, root or exponential counts as one, what is done
/// once a row as none.
inline constexpr double kLayerNormForward = 8;    // Distance, sum, square, centre, factor, affine.
inline constexpr double kLayerNormBackward = 12;  // Of gain and bias 4, two means 3, difference 5.
/// The same for each score of a softmax.
inline constexpr double kSoftmaxForward = 5;   // Maximum, distance, exponential, sum, factor.
inline constexpr double kSoftmaxBackward = 4;  // Product and sum, distance, product.

/// What is done element by element in one observation's forward and backward pass.
struct ElementwiseFlops {
  double layer_norm = 0;
  double softmax = 0;
  double activation = 0;  ///< ReLU: one comparison in either direction.

  double total() const { return layer_norm + softmax + activation; }
};
ElementwiseFlops elementwise_flops(const NetworkShape& shape);

/// One sentence on what the figure counts.
inline constexpr const char* kFlopsNote =
    "counted: the multiply-adds (2 each) of the matrix products that are really computed, forward "
    "once per step and once per epoch, backward at twice the forward except for features, which "
    "need no gradient; plain_flop_per_env_step counts the textbook formula, with a key and a value "
    "for every "
    "entity in the last block; update_elementwise_flop_per_env_step counts layer normalisation, "
    "softmax and ReLU separately; not counted: what is done once for many samples, biases, "
    "residuals, losses, the optimiser and the environment";

}  // namespace saccade
