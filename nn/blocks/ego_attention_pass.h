// What an EgoAttention leaves behind.
#pragma once

#include "nn/kernels/buffer.h"
#include "nn/layers/layer_norm.h"
#include "nn/layers/mlp.h"

namespace saccade::nn {

/// Shapes: B samples, N tokens of all samples, n tokens of one sample, H heads, D width, R the
/// width of rows.  What a forward fills lasts until the next one; what a backward fills is scratch.
template <class T>
struct EgoAttentionPass {
  // Of the parameters alone: filled by EgoAttention::prepare.
  Buffer<T> row_keys;    ///< [R x D] keys of unit rows, times the scale of scores; heads side by
                         ///< side, as everywhere.
  Buffer<T> row_values;  ///< [R x D] their values, ...
  Buffer<T> value_bias;  ///< [D] ... without this, which weights that sum to 1 add.

  // Filled by EgoAttention::forward, read by its backward.
  LayerNormPass<T> query_norm;  ///< Of the agents' tokens.
  Buffer<T> query_in;           ///< [B x D] the agents' tokens, normalised.
  Buffer<T> query;              ///< [B x D] query_in W_q + b_q
  Buffer<T> rows;               ///< [N x R] what stands for the tokens.
  Buffer<T> row_queries;        ///< [B x H x R] query_h row_keys_h^T
  Buffer<T> mixed;              ///< [B x D] mixture_h row_values_h + sum_h value_bias_h
  Buffer<T> attended;           ///< [B x D] agent + mixed W_o + b_o
  LayerNormPass<T> mlp_norm;    ///< Of `attended`.
  Buffer<T> mlp_in;             ///< [B x D] attended, normalised.
  MlpPass<T> mlp;               ///< Of `mlp_in`.
  Buffer<T> out;                ///< [B x D] attended + mlp(mlp_in)

  // Filled by EgoMixture::forward, read by its backward.
  Buffer<T> scores;   ///< [H x N] row_query_h . row_j
  Buffer<T> weights;  ///< [H x N] attention a, what softmax makes of them.
  Buffer<T> dropped;  ///< [H x N] the same after dropout; unused without.
  Buffer<T> sums;     ///< [B x H] sum_h = sum_j dropped_hj; unused without dropout: all are 1.
  Buffer<T> mixture;  ///< [B x H x R] sum_j a_hj row_j
  Buffer<T> pairs;    ///< [B x H x kPairFeatures] s_h = sum_j a_hj g_j, with a pair value.

  // Scratch of EgoMixture for one sample, in either direction.
  Buffer<T> features;  ///< [kPairFeatures x keys seen] g, if pairs are described.
  Buffer<T> near;      ///< [keys seen] of one head: scores, then weights, if some are not seen.
  Buffer<T> d_near;    ///< [keys seen] their gradients.
  Buffer<T> d_scores;  ///< [2 x H x n] dL/dscores, d_mixture_h . row_j.

  // Scratch of a backward.
  Buffer<T> d_attended;     ///< [B x D]
  Buffer<T> d_mixed;        ///< [B x D]
  Buffer<T> d_mixture;      ///< [B x H x R]
  Buffer<T> d_row_queries;  ///< [B x H x R]
  Buffer<T> d_query;        ///< [B x D]
  Buffer<T> d_sums;         ///< [B x H], with dropout.
  Buffer<T> d_pairs;        ///< [B x H x kPairFeatures], with a pair value.
  Buffer<T> d_row_keys;     ///< [R x D]
  Buffer<T> d_row_values;   ///< [R x D]
  Buffer<T> d_value_bias;   ///< [D]
};

}  // namespace saccade::nn
