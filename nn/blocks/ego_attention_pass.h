// What an EgoAttention reads, and what a pass through it leaves behind.
#pragma once

#include <cstddef>
#include <cstdint>

#include "nn/kernels/buffer.h"
#include "nn/layers/layer_norm.h"
#include "nn/layers/mlp.h"

namespace saccade::nn {

/// The tokens that a block reads.
template <class T>
struct TokenView {
  const T* x = nullptr;                   ///< [tokens x width]
  const std::int32_t* rows = nullptr;     ///< [tokens] row of x for each token; null: in order.
  const std::int32_t* offsets = nullptr;  ///< [samples + 1] tokens of each sample, the agent first.
  int samples = 0;

  int tokens() const { return offsets[samples]; }
  std::ptrdiff_t row(int token) const { return rows == nullptr ? token : rows[token]; }
};

/// Shapes: B samples, N tokens of all samples, n tokens of one sample, H heads, D width.  What a
/// forward fills lasts until the next one; what a backward fills is scratch.
template <class T>
struct EgoAttentionPass {
  // Filled by EgoAttention::forward, read by its backward.
  Buffer<T> normalised;       ///< [N x D] tokens, normalised, without gain and bias.
  Buffer<T> rstd;             ///< [N] 1 / sqrt(var + 1e-5) of the tokens.
  Buffer<T> agent;            ///< [B x D] the agents' tokens as they came in.
  Buffer<T> query_in;         ///< [B x D] the same normalised, with gain and bias.
  Buffer<T> query;            ///< [B x D] query_in W_q + b_q, heads side by side.
  Buffer<T> folded;           ///< [B x H x D] query_h W_k,h^T
  Buffer<T> mixed;            ///< [B x H x D] gain mixture_h + sum_h bias
  Buffer<T> values;           ///< [B x D] mixed_h W_v,h + sum_h b_v,h, heads side by side.
  Buffer<T> attended;         ///< [B x D] agent + values W_o + b_o
  LayerNormPass<T> mlp_norm;  ///< Of `attended`.
  Buffer<T> mlp_in;           ///< [B x D] attended, normalised.
  MlpPass<T> mlp;             ///< Of `mlp_in`.
  Buffer<T> out;              ///< [B x D] attended + mlp(mlp_in)

  // Filled by EgoMixture::forward, read by its backward.
  Buffer<T> weights;  ///< [H x N] attention: at first scores, of which softmax makes weights a.
  Buffer<T> dropped;  ///< [H x N] the same after dropout; unused without.
  Buffer<T> sums;     ///< [B x H] sum_h = sum_j dropped_hj; unused without dropout: all are 1.
  Buffer<T> mixture;  ///< [B x H x D] sum_j a_hj normalised_j
  Buffer<T> pairs;    ///< [B x H x kPairFeatures] s_h = sum_j a_hj g_j, with a pair value.

  // Scratch of EgoMixture for one sample, in either direction.
  Buffer<T> features;     ///< [kPairFeatures x keys seen] g, if pairs are described.
  Buffer<T> near;         ///< [keys seen] of one head: scores, then weights, if some are not seen.
  Buffer<T> d_near;       ///< [keys seen] their gradients.
  Buffer<T> vectors;      ///< Forward: [H x D] scaled.  Backward: [2 x H x D] d_mixture, scaled.
  Buffer<T> row_weights;  ///< [2 x H x n] a, dL/dscores.
  Buffer<T> d_rows;       ///< [n x D] dL/dnormalised.

  // Scratch of a backward.
  Buffer<T> d_attended;  ///< [B x D]
  Buffer<T> d_values;    ///< [B x D]
  Buffer<T> d_mixed;     ///< [B x H x D]; d_mixture() replaces it.
  Buffer<T> d_folded;    ///< [B x H x D]
  Buffer<T> d_query;     ///< [B x D]
  Buffer<T> d_query_in;  ///< [B x D]; what flows to the agents' tokens by it replaces it.
  Buffer<T> d_sums;      ///< [B x H], with dropout.
  Buffer<T> d_pairs;     ///< [B x H x kPairFeatures], with a pair value.

  /// [B x H x D] dL/dmixture, in the memory of d_mixed.
  T* d_mixture() { return d_mixed.data(); }
};

}  // namespace saccade::nn
