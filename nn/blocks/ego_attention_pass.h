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

/// Shapes: B samples, N tokens, H heads, D width.
template <class T>
struct EgoAttentionPass {
  Buffer<T> normalised;  ///< [N x D] tokens, normalised, without gain and bias.
  Buffer<T> factor;      ///< [N]
  Buffer<T> agent;       ///< [B x D] the agents' tokens as they came in.
  Buffer<T> query_in;    ///< [B x D] the same normalised, with gain and bias.
  Buffer<T> query;       ///< [B x D]
  Buffer<T> folded;      ///< [B x H x D] q_h W_k,h^T
  Buffer<T> weights;     ///< [H x N] attention.
  Buffer<T> dropped;     ///< [H x N] the same after dropout, if there is any.
  Buffer<T> sums;        ///< [B x H] of the mixing weights, if some are dropped.
  Buffer<T> mixture;     ///< [B x H x D] sum_j a_j normalised_j
  Buffer<T> mixed;       ///< [B x H x D] the same with gain and bias.
  Buffer<T> values;      ///< [B x D] heads side by side.
  Buffer<T> attended;    ///< [B x D] the agent plus what it attended to.
  LayerNormPass<T> mlp_norm;
  Buffer<T> mlp_in;  ///< [B x D]
  MlpPass<T> mlp;
  Buffer<T> out;  ///< [B x D]

  Buffer<T> features;     ///< Of the pairs of one sample.
  Buffer<T> near;         ///< [keys] scores of one query that sees a part of its keys.
  Buffer<T> d_near;       ///< [keys]
  Buffer<T> vectors;      ///< [2 x H x D] of one sample: what meets the rows.
  Buffer<T> row_weights;  ///< [2 x H x tokens] of one sample.
  Buffer<T> d_rows;       ///< [tokens x D] of one sample.
  Buffer<T> d_attended;   ///< [B x D]
  Buffer<T> d_values;     ///< [B x D]
  Buffer<T> d_mixed;      ///< [B x H x D]
  Buffer<T> d_folded;     ///< [B x H x D]
  Buffer<T> d_query;      ///< [B x D]
  Buffer<T> d_query_in;   ///< [B x D]
  Buffer<T> d_sums;       ///< [B x H]
};

}  // namespace saccade::nn
