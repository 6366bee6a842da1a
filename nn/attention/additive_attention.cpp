// Additive attention (Bahdanau et al. 2015).
#include <algorithm>

#include "nn/attention/attention_kinds.h"
#include "nn/attention/attention_scores.h"
#include "nn/attention/dense_attention_inl.h"

namespace saccade::nn {
namespace {

// sums [n] += v tanh(q + k [n])
template <class T>
void add_scaled_tanh(T v, T q, const T* k, int n, T* sums) {
  for_groups<T>(n, [&](auto group) {
    const Lanes<T> t = xsimd::tanh(Lanes<T>(q) + group.load(k));
    group.store(multiply_add(Lanes<T>(v), t, group.load(sums)), sums);
  });
}

// The backward of sums += v tanh(q + k), given dL/dsums in d [n]: adds to d_k [n] and d_v; returns
// dL/dq.
template <class T>
T add_scaled_tanh_backward(T v, T q, const T* k, int n, const T* d, T* d_k, T& d_v) {
  Lanes<T> sum_q(T{0});
  Lanes<T> sum_v(T{0});
  for_groups<T>(n, [&](auto group) {
    const Lanes<T> t = xsimd::tanh(Lanes<T>(q) + group.load(k));
    const Lanes<T> d_sums = group.load(d);  // 0 beyond the end.
    const Lanes<T> d_inner = Lanes<T>(v) * d_sums * subtract_product(t, t, Lanes<T>(T{1}));
    group.store(group.load(d_k) + d_inner, d_k);
    sum_q += d_inner;
    sum_v = multiply_add(t, d_sums, sum_v);
  });
  d_v += sum_lanes(sum_v);
  return sum_lanes(sum_q);
}

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

template <class T>
AdditiveScores<T>::AdditiveScores(const AttentionConfig& /*config*/, const AttentionPlace& place,
                                  ParameterLayout& layout)
    : v_(layout.add(place.name + ".score", 1, place.width)) {}

template <class T>
void AdditiveScores<T>::initialise(T* parameters, Random& random) const {
  fill_orthogonal(parameters, v_, random, 1);
}

template <class T>
void AdditiveScores<T>::forward(const T* parameters, const ScoreBlock<T>& block, T* scores) const {
  const int n = block.key.rows;
  const int d = block.key.cols;
  const T* v = parameters + v_.offset + block.head * d;
  std::fill_n(scores, static_cast<std::ptrdiff_t>(block.query.rows) * n, T{0});
  for (int i = 0; i < block.query.rows; ++i, scores += n) {
    for (int c = 0; c < d; ++c) {
      add_scaled_tanh(v[c], block.query.data[at(i, block.query.stride) + c],
                      block.key_columns.data + at(c, block.key_columns.stride), n, scores);
    }
  }
}

template <class T>
void AdditiveScores<T>::backward(const T* parameters, const ScoreBlock<T>& block, const T* d_scores,
                                 const View<T>& d_query, T* d_key_columns, T* gradient) const {
  const int n = block.key.rows;
  const int d = block.key.cols;
  const T* v = parameters + v_.offset + block.head * d;
  T* d_v = gradient + v_.offset + block.head * d;
  for (int i = 0; i < block.query.rows; ++i, d_scores += n) {
    for (int c = 0; c < d; ++c) {
      // scores_ij += v_c tanh(query_ic + key_jc)
      d_query.data[at(i, d_query.stride) + c] =
          add_scaled_tanh_backward(v[c], block.query.data[at(i, block.query.stride) + c],
                                   block.key_columns.data + at(c, block.key_columns.stride), n,
                                   d_scores, d_key_columns + at(c, n), d_v[c]);
    }
  }
}

}  // namespace

AttentionKind additive_attention() {
  return {.name = "additive",
          .summary = "scores v . tanh(q + k) (Bahdanau et al. 2015)",
          .scores_pairs = true,
          .make_float = make_kind<DenseAttention<float, AdditiveScores<float>>, float>,
          .make_double = make_kind<DenseAttention<double, AdditiveScores<double>>, double>};
}

}  // namespace saccade::nn
