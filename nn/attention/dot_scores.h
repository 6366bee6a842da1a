// Scores that are dot products.
#pragma once

#include "nn/attention/attention_scores.h"

namespace saccade::nn {

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

}  // namespace saccade::nn
