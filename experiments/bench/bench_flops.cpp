#include "experiments/bench/bench_flops.h"

namespace saccade {
namespace {

// Features and a one, of the agent and of the others: the width of a row when features are read.
double row_width(const NetworkShape& shape) {
  return 2.0 * (shape.features + 1);
}

// As nn/blocks/readout_block.cpp decides.
bool reads_features(const NetworkShape& shape) {
  return shape.blocks == 1 && row_width(shape) <= shape.width;
}

ForwardFlops feature_flops(const NetworkShape& shape) {
  const double n = shape.entities;
  const double d = shape.width;
  const double size = shape.features + 1;
  const double mlp = 2 * 2 * d * shape.mlp_ratio * d;
  // Query and output; to the rows' keys and from their values; scores and mix of each head.
  const double attention =
      2 * 2 * d * d + 2 * 2 * row_width(shape) * d + 2 * 2 * n * shape.heads * row_width(shape);
  // The agent's token, and the variance of every token.
  return {.inputs = 2 * shape.features * d + 2 * n * size * size,
          .blocks = attention + mlp,
          .heads = 2 * d * (shape.actions + 1)};
}

}  // namespace

ForwardFlops forward_flops(const NetworkShape& shape, Formula formula) {
  if (formula == Formula::kFolded && reads_features(shape)) return feature_flops(shape);
  const double n = shape.entities;
  const double d = shape.width;
  const double mlp = 2 * 2 * d * shape.mlp_ratio * d;  // Up and down, for one token.
  // q, k, v and output for each token; scores and mix for each pair of tokens.
  const double full_block = n * (4 * 2 * d * d + mlp) + 2 * 2 * n * n * d;
  // q, output and MLP for the agent's token, and its attention.
  const double plain = n * 2 * 2 * d * d + 2 * 2 * n * d;
  const double folded = 2 * 2 * d * d + 2 * 2 * n * shape.heads * d;  // Of tokens.
  const double attention = formula == Formula::kPlain ? plain : folded;
  return {.inputs = 2 * n * shape.features * d,
          .blocks = (shape.blocks - 1) * full_block + 2 * 2 * d * d + mlp + attention,
          .heads = 2 * d * (shape.actions + 1)};
}

double forward_backward_flops(const NetworkShape& shape, Formula formula) {
  const ForwardFlops flops = forward_flops(shape, formula);
  return 3 * flops.total() - flops.inputs;
}

double ppo_flops_per_step(const NetworkShape& shape, int horizon, int epochs, Formula formula) {
  return forward_flops(shape, formula).total() * (1 + 1.0 / horizon) +
         epochs * forward_backward_flops(shape, formula);
}

ElementwiseFlops elementwise_flops(const NetworkShape& shape) {
  const double n = shape.entities;
  const double d = shape.width;
  const double norm = (kLayerNormForward + kLayerNormBackward) * d;
  const double softmax = (kSoftmaxForward + kSoftmaxBackward) * shape.heads * n;
  const double relu = 2 * shape.mlp_ratio * d;
  // Two norms for each token, softmax for each query, a perceptron for each token; in the last
  // block the second norm, the query and the perceptron are the agent's alone, and so is the first
  // norm if features are read.
  const double others = (shape.blocks - 1) * n;
  return {.layer_norm = norm * (2 * others + (reads_features(shape) ? 1 : n) + 1),
          .softmax = softmax * (others + 1),
          .activation = relu * (others + 1)};
}

}  // namespace saccade
