// The block in which the agent alone queries: pre-LN attention and MLP, computed for one token a
// set.
//
// With a single query the keys and values of the other tokens need never be formed (exactly, by
// reassociating the products):
//
//   score_j = (q W_k^T) . y_j          instead of   q . (y_j W_k)
//   out     = (sum_j a_j y_j) W_v + b  instead of   sum_j a_j (y_j W_v + b)
//
// so the cost per entity is 4 heads width operations instead of 4 width^2.  The same goes for the
// layer normalisation's gain and bias, which are applied to the query and to the mixture instead of
// to every token.  A key bias would shift all scores of a query alike, which softmax ignores: there
// is none.
//
// For the kinds of attention that score by dot products: all keys, the k largest, the nearest.
#pragma once

#include <cstdint>
#include <vector>

#include "nn/attention.h"
#include "nn/block_layers.h"
#include "nn/buffer.h"
#include "nn/weighing.h"

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

template <class T>
class EgoAttention {
 public:
  /// Adds the parameters of the weighing, if it has any, to `layout`.
  EgoAttention(const BlockLayers<T>& layers, const AttentionConfig& config,
               const AttentionPlace& place, ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out, pass.weights and pass.normalised.  In `pairing` the one query of a sample is
  /// its first key.
  void forward(const T* parameters, const Pairing<T>& pairing, const TokenView<T>& tokens,
               EgoAttentionPass<T>& pass) const;

  /// Given d_out [B x D], and d_tokens [N x D] with respect to pass.normalised (null: zero),
  /// overwrites d_x, laid out like tokens.x, and adds to `gradient`.
  void backward(const T* parameters, const Pairing<T>& pairing, const TokenView<T>& tokens,
                EgoAttentionPass<T>& pass, const T* d_out, const T* d_tokens, T* d_x,
                T* gradient) const;

 private:
  void normalise(const T* parameters, const TokenView<T>& tokens, EgoAttentionPass<T>& pass) const;
  void fold_queries(const T* parameters, int samples, EgoAttentionPass<T>& pass) const;
  void attend(const T* parameters, const Pairing<T>& pairing, EgoAttentionPass<T>& pass) const;
  QueryKeys seen_keys(const Pairing<T>& pairing, int sample) const;
  const T* mixing_weights(const Pairing<T>& pairing, const EgoAttentionPass<T>& pass) const;
  void weigh(const T* parameters, const Pairing<T>& pairing, const QueryKeys& keys,
             EgoAttentionPass<T>& pass) const;
  void sum_weights(const Pairing<T>& pairing, int sample, EgoAttentionPass<T>& pass) const;
  void weigh_backward(const Pairing<T>& pairing, const QueryKeys& keys, EgoAttentionPass<T>& pass,
                      T* d_weights, T* gradient) const;
  void project_values(const T* parameters, const Pairing<T>& pairing,
                      EgoAttentionPass<T>& pass) const;
  void project_values_backward(const T* parameters, const Pairing<T>& pairing,
                               EgoAttentionPass<T>& pass, T* gradient) const;
  void sum_weights_backward(const T* parameters, int samples, EgoAttentionPass<T>& pass,
                            T* gradient) const;
  void attend_backward(const T* parameters, const Pairing<T>& pairing, const TokenView<T>& tokens,
                       const T* d_tokens, EgoAttentionPass<T>& pass, T* d_x, T* gradient) const;
  void scale_query_backward(const T* parameters, const T* folded, T* d_scaled, T* gradient) const;
  void fold_queries_backward(const T* parameters, const TokenView<T>& tokens,
                             EgoAttentionPass<T>& pass, T* gradient) const;
  void scale_query(const T* parameters, const T* folded, T* scaled) const;

  BlockLayers<T> layers_;
  int heads_;
  int width_;
  T scale_;
  Weighing<T> weighing_;
};

}  // namespace saccade::nn
