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

#include "nn/attention/attention.h"
#include "nn/blocks/block_layers.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/blocks/ego_mixture.h"

namespace saccade::nn {

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
  void project_values(const T* parameters, const Pairing<T>& pairing,
                      EgoAttentionPass<T>& pass) const;
  void project_values_backward(const T* parameters, const Pairing<T>& pairing,
                               EgoAttentionPass<T>& pass, T* gradient) const;
  void sum_weights_backward(const T* parameters, int samples, EgoAttentionPass<T>& pass,
                            T* gradient) const;
  void fold_queries_backward(const T* parameters, const TokenView<T>& tokens,
                             EgoAttentionPass<T>& pass, T* gradient) const;

  BlockLayers<T> layers_;
  int heads_;
  int width_;
  EgoMixture<T> mixture_;
};

}  // namespace saccade::nn
