// What a class of scores is given: how well keys answer a block of queries is what DenseAttention
// turns into weights.  Such a class has the functions of DotScores (dot_scores.h).
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

}  // namespace saccade::nn
