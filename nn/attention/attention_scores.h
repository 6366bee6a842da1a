// How well keys answer a block of queries: the scores that attention turns into weights.
#pragma once

#include "nn/attention/attention.h"
#include "nn/kernels/product.h"

namespace saccade::nn {

/// One head of a block of queries against all keys of a sample.  d is D / heads.
template <class T>
struct ScoreBlock {
  int head = 0;
  View<const T> query;        ///< [rows x d]
  View<const T> key;          ///< [n x d]
  View<const T> key_columns;  ///< [d x n] the keys, transposed, times key_scale().
};

/// scores = query key^T / sqrt(d)
template <class T>
class DotScores {
 public:
  DotScores(const AttentionConfig& config, const AttentionPlace& place, ParameterLayout& layout);
  void initialise(T* /*parameters*/, Random& /*random*/) const {}
  /// Scaling n keys costs less than scaling the scores of all pairs.
  T key_scale() const { return scale_; }
  void forward(const T* parameters, const ScoreBlock<T>& block, T* scores) const;
  /// Overwrites d_query, adds to `gradient` and to d_key_columns [d x n], which is the gradient
  /// with respect to the keys over key_scale().
  void backward(const T* parameters, const ScoreBlock<T>& block, const T* d_scores,
                const View<T>& d_query, T* d_key_columns, T* gradient) const;

 private:
  T scale_;
};

/// scores_ij = sum_c v_c tanh(query_ic + key_jc)
template <class T>
class AdditiveScores {
 public:
  AdditiveScores(const AttentionConfig& config, const AttentionPlace& place,
                 ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;
  T key_scale() const { return 1; }
  void forward(const T* parameters, const ScoreBlock<T>& block, T* scores) const;
  void backward(const T* parameters, const ScoreBlock<T>& block, const T* d_scores,
                const View<T>& d_query, T* d_key_columns, T* gradient) const;

 private:
  Slice v_;  // [1 x D], heads side by side.
};

}  // namespace saccade::nn
