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
// is none.  A pair value adds s W to each head, s = sum_j a_j g_j (pair_value.h).
//
// For the kinds of attention that score by dot products: all keys, the k largest, the nearest.
#pragma once

#include "nn/attention/attention.h"
#include "nn/blocks/block_layers.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/blocks/ego_mixture.h"
#include "nn/geometry/pair_value.h"

namespace saccade::nn {

template <class T>
class EgoAttention {
 public:
  /// Adds the parameters of the attention, if it has any (of pairs), to `layout`.
  EgoAttention(const BlockLayers<T>& layers, const AttentionConfig& config,
               const AttentionPlace& place, ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out, pass.weights and pass.normalised.  In `batch` the one query of a sample is
  /// its first key.
  void forward(const T* parameters, const AttentionBatch<T>& batch, const TokenView<T>& tokens,
               EgoAttentionPass<T>& pass) const;

  /// Given d.d_out [B x D], and d.d_normalised [N x D] with respect to pass.normalised (null:
  /// zero), overwrites d.d_x, laid out like tokens.x, and adds to `gradient`.
  void backward(const T* parameters, const AttentionBatch<T>& batch, const TokenView<T>& tokens,
                EgoAttentionPass<T>& pass, const BlockGradients<T>& d, T* gradient) const;

 private:
  // One head's columns of a matrix [rows x D].
  template <class U>
  View<U> head_columns(U* matrix, int rows, int head) const {
    return View<U>(matrix, rows, width_).columns(head * head_width_, head_width_);
  }
  // One head's vectors [B x D] of an array [B x H x D].
  template <class U>
  View<U> head_vectors(U* vectors, int samples, int head) const {
    return View<U>(vectors, samples, heads_ * width_).columns(head * width_, width_);
  }

  // One head's sums [B x kPairFeatures] of an array [B x H x kPairFeatures].
  template <class U>
  View<U> head_pairs(U* pairs, int samples, int head) const {
    return View<U>(pairs, samples, heads_ * kPairFeatures)
        .columns(head * kPairFeatures, kPairFeatures);
  }

  void normalise(const T* parameters, const TokenView<T>& tokens, EgoAttentionPass<T>& pass) const;
  void fold_queries(const T* parameters, int samples, EgoAttentionPass<T>& pass) const;
  void scale_mixture(const T* parameters, const AttentionBatch<T>& batch,
                     EgoAttentionPass<T>& pass) const;
  void project_values(const T* parameters, const AttentionBatch<T>& batch,
                      EgoAttentionPass<T>& pass) const;

  void project_values_backward(const T* parameters, const AttentionBatch<T>& batch,
                               EgoAttentionPass<T>& pass, T* gradient) const;
  void pair_value_backward(const T* parameters, int samples, EgoAttentionPass<T>& pass,
                           T* gradient) const;
  void sum_weights_backward(const T* parameters, int samples, EgoAttentionPass<T>& pass,
                            T* gradient) const;
  void scale_mixture_backward(const T* parameters, const AttentionBatch<T>& batch,
                              EgoAttentionPass<T>& pass, T* gradient) const;
  void fold_queries_backward(const T* parameters, int samples, EgoAttentionPass<T>& pass,
                             T* gradient) const;
  void normalise_agents_backward(const T* parameters, const TokenView<T>& tokens,
                                 EgoAttentionPass<T>& pass, T* gradient) const;

  BlockLayers<T> layers_;
  int heads_;
  int width_;
  int head_width_;
  EgoMixture<T> mixture_;
  PairValue<T> pair_value_;
};

}  // namespace saccade::nn
