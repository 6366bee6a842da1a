#include "nn/attention/dot_scores.h"

#include <cmath>

#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
DotScores<T>::DotScores(const AttentionConfig& config, const AttentionPlace& place,
                        ParameterLayout& /*layout*/)
    : scale_(config.scale ? T{1} / std::sqrt(static_cast<T>(place.head_width())) : T{1}) {}

template <class T>
void DotScores<T>::forward(const T* /*parameters*/, const ScoreBlock<T>& block, T* scores) const {
  matmul(block.query, block.key_columns, View<T>(scores, block.query.rows, block.key.rows));
}

template <class T>
void DotScores<T>::backward(const T* /*parameters*/, const ScoreBlock<T>& block, const T* d_scores,
                            const View<T>& d_query, T* d_key_columns, T* /*gradient*/) const {
  const int n = block.key.rows;
  const View<const T> d(d_scores, block.query.rows, n);  // [rows x n]
  // scores = query (scale key)^T
  matmul(d, block.key, d_query);
  for (int i = 0; i < d_query.rows; ++i) {
    for (int c = 0; c < d_query.cols; ++c) d_query.data[at(i, d_query.stride) + c] *= scale_;
  }
  // scores = query key_columns
  add_matmul_tn(block.query, d, View<T>(d_key_columns, block.key.cols, n));
}

template class DotScores<float>;
template class DotScores<double>;

}  // namespace saccade::nn
