// The block in which the agent alone queries: pre-LN attention and MLP, computed for one token a
// set.
//
// With a single query the keys and values of the other tokens need never be formed.  Each token is
// a row times a matrix that all share, normalised_j = row_j C (token_rows.h, feature_rows.h), so
// that exactly, by reassociating the products,
//
//   y_j     = gain normalised_j + bias
//
//   score_j = (q K^T) . row_j            instead of   q . (y_j W_k)
//   out     = (sum_j a_j row_j) V + v    instead of   sum_j a_j (y_j W_v + b_v)
//
// with K = C gain W_k and V = C gain W_v [R x D], and v = bias W_v + b_v.  The cost per entity is
// 4 heads R operations instead of 4 width^2.  Neither the norm's bias nor a key bias appears in
// scores: they would shift all scores of a query alike, which softmax ignores.  A pair value adds
// s W to each head, s = sum_j a_j g_j (pair_value.h).
//
// For the kinds of attention that score by dot products: all keys, the k largest, the nearest.
#pragma once

#include "nn/attention/attention.h"
#include "nn/blocks/block_layers.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/blocks/ego_mixture.h"
#include "nn/geometry/pair_value.h"

namespace saccade::nn {

/// `Source` tells what stands for a token: TokenRows or FeatureRows.
template <class T, class Source>
class EgoAttention {
 public:
  struct Pass : EgoAttentionPass<T> {
    typename Source::Pass of_rows;
  };

  /// Adds the parameters of the attention, if it has any (of pairs), to `layout`.
  EgoAttention(const BlockLayers<T>& layers, const AttentionConfig& config,
               const AttentionPlace& place, const Source& rows, ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Computes what depends on the parameters alone.
  void prepare(const T* parameters, Pass& pass) const;

  /// After `prepare` with the same parameters: fills pass.out, pass.weights and pass.rows from the
  /// agents' tokens [B x D] and the set of each.  In `batch` the one query of a sample is its first
  /// key.
  void forward(const T* parameters, const AttentionBatch<T>& batch, const T* agents,
               const typename Source::Input& tokens, Pass& pass) const;

  /// Given d_out [B x D], overwrites d_agents [B x D] and what `d` asks for; adds to `gradient`.
  void backward(const T* parameters, const AttentionBatch<T>& batch,
                const typename Source::Input& tokens, Pass& pass, const T* d_out, T* d_agents,
                const typename Source::Gradients& d, T* gradient) const;

 private:
  // One head's columns of a matrix [rows x D].
  template <class U>
  View<U> head_columns(U* matrix, int rows, int head) const {
    return View<U>(matrix, rows, width_).columns(head * head_width_, head_width_);
  }
  // One head's vectors [B x R] of an array [B x H x R].
  template <class U>
  View<U> head_vectors(U* vectors, int samples, int head) const {
    const int width = rows_.width();
    return View<U>(vectors, samples, heads_ * width).columns(head * width, width);
  }
  // One head's sums [B x kPairFeatures] of an array [B x H x kPairFeatures].
  template <class U>
  View<U> head_pairs(U* pairs, int samples, int head) const {
    return View<U>(pairs, samples, heads_ * kPairFeatures)
        .columns(head * kPairFeatures, kPairFeatures);
  }

  void query_rows(int samples, Pass& pass) const;
  void mix_values(const T* parameters, const AttentionBatch<T>& batch, Pass& pass) const;

  void mix_values_backward(const T* parameters, const AttentionBatch<T>& batch, Pass& pass,
                           T* gradient) const;
  void value_bias_backward(const AttentionBatch<T>& batch, Pass& pass) const;
  void query_rows_backward(int samples, Pass& pass) const;

  BlockLayers<T> layers_;
  Source rows_;
  int heads_;
  int width_;
  int head_width_;
  EgoMixture<T> mixture_;
  PairValue<T> pair_value_;
};

}  // namespace saccade::nn
