#include "nn/attention/local_attention.h"

#include <algorithm>
#include <cmath>

#include "nn/attention/attention_kinds.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
LocalAttention<T>::LocalAttention(const AttentionConfig& config, const AttentionPlace& place,
                                  ParameterLayout& layout)
    : width_(place.width),
      heads_(place.heads),
      head_width_(place.width / place.heads),
      scale_(config.scale ? T{1} / std::sqrt(static_cast<T>(head_width_)) : T{1}),
      weighing_(config, place.heads, place.layer, place.name, layout) {}

template <class T>
void LocalAttention<T>::initialise(T* parameters, Random& /*random*/) const {
  weighing_.initialise(parameters);
}

// body(row of the query, the keys near it)
template <class T>
template <class Body>
void LocalAttention<T>::for_queries(const Pairing<T>& pairing, int sample, Body body) const {
  for (int row = pairing.queries[sample]; row < pairing.queries[sample + 1]; ++row) {
    const auto near = pairing.neighbours->of(row);
    body(row, QueryKeys{sample, row - pairing.queries[sample], static_cast<int>(near.size()),
                        near.data()});
  }
}

template <class T>
void LocalAttention<T>::weigh(const T* parameters, const Projections<T>& in, int first_key, int row,
                              int head, const QueryKeys& keys, AttentionScratch<T>& scratch,
                              T* weights) const {
  const T* query = in.query + at(row, width_) + head * head_width_;
  const T* key = in.key + at(first_key, width_) + head * head_width_;
  for (int i = 0; i < keys.count; ++i) {
    weights[i] = scale_ * dot(query, key + at(keys.list[i], width_), head_width_);
  }
  weighing_.forward(parameters, head, scratch.features.data(), keys, weights);
}

template <class T>
void LocalAttention<T>::forward(const T* parameters, const Pairing<T>& pairing,
                                const Projections<T>& in, AttentionScratch<T>& scratch,
                                T* mixed) const {
  std::fill_n(mixed, at(pairing.query_count(), width_), T{0});
  for (int s = 0; s < pairing.samples; ++s) {
    for_queries(pairing, s, [&](int row, const QueryKeys& keys) {
      T* weights = scratch.scores.resize(keys.count, 1);
      weighing_.describe(pairing, keys,
                         scratch.features.resize(weighing_.feature_count(), keys.count));
      for (int h = 0; h < heads_; ++h) {
        weigh(parameters, in, pairing.keys[s], row, h, keys, scratch, weights);
        if (weighing_.drops(pairing)) weighing_.drop(pairing, h, keys, weights, weights);
        const T* value = in.value + at(pairing.keys[s], width_) + h * head_width_;
        T* out = mixed + at(row, width_) + h * head_width_;
        for (int i = 0; i < keys.count; ++i) {
          add_scaled(weights[i], value + at(keys.list[i], width_), head_width_, out);
        }
      }
    });
  }
}

template <class T>
void LocalAttention<T>::backward(const T* parameters, const Pairing<T>& pairing,
                                 const Projections<T>& in, AttentionScratch<T>& scratch,
                                 const T* /*mixed*/, const T* d_mixed,
                                 const ProjectionGradients<T>& d, T* gradient) const {
  std::fill_n(d.query, at(pairing.query_count(), width_), T{0});
  std::fill_n(d.key, at(pairing.key_count(), width_), T{0});
  std::fill_n(d.value, at(pairing.key_count(), width_), T{0});
  for (int s = 0; s < pairing.samples; ++s) {
    const std::ptrdiff_t first = at(pairing.keys[s], width_);
    for_queries(pairing, s, [&](int row, const QueryKeys& keys) {
      T* weights = scratch.scores.resize(keys.count, 1);
      T* dropped = scratch.dropped.resize(keys.count, 1);
      T* d_weights = scratch.d_scores.resize(keys.count, 1);
      weighing_.describe(pairing, keys,
                         scratch.features.resize(weighing_.feature_count(), keys.count));
      for (int h = 0; h < heads_; ++h) {
        const std::ptrdiff_t head = first + h * head_width_;
        const std::ptrdiff_t query = at(row, width_) + h * head_width_;
        weigh(parameters, in, pairing.keys[s], row, h, keys, scratch, weights);
        std::copy_n(weights, keys.count, dropped);
        if (weighing_.drops(pairing)) weighing_.drop(pairing, h, keys, weights, dropped);
        // mixed = sum_j dropped_j value_j
        for (int i = 0; i < keys.count; ++i) {
          const std::ptrdiff_t key = head + at(keys.list[i], width_);
          d_weights[i] = dot(d_mixed + query, in.value + key, head_width_);
          add_scaled(dropped[i], d_mixed + query, head_width_, d.value + key);
        }
        if (weighing_.drops(pairing)) weighing_.drop(pairing, h, keys, d_weights, d_weights);
        weighing_.backward(weights, h, scratch.features.data(), keys, d_weights, gradient);
        // score_j = scale query . key_j
        for (int i = 0; i < keys.count; ++i) {
          const std::ptrdiff_t key = head + at(keys.list[i], width_);
          add_scaled(scale_ * d_weights[i], in.key + key, head_width_, d.query + query);
          add_scaled(scale_ * d_weights[i], in.query + query, head_width_, d.key + key);
        }
      }
    });
  }
}

template <class T>
void LocalAttention<T>::weights(const T* parameters, const Pairing<T>& pairing,
                                const Projections<T>& in, AttentionScratch<T>& scratch, int sample,
                                T* weights) const {
  const int n = pairing.keys[sample + 1] - pairing.keys[sample];
  const int m = pairing.queries[sample + 1] - pairing.queries[sample];
  std::fill_n(weights, at(heads_ * m, n), T{0});
  for_queries(pairing, sample, [&](int row, const QueryKeys& keys) {
    T* near = scratch.scores.resize(keys.count, 1);
    weighing_.describe(pairing, keys,
                       scratch.features.resize(weighing_.feature_count(), keys.count));
    for (int h = 0; h < heads_; ++h) {
      weigh(parameters, in, pairing.keys[sample], row, h, keys, scratch, near);
      T* out = weights + at(h * m + keys.query, n);
      for (int i = 0; i < keys.count; ++i) out[keys.list[i]] = near[i];
    }
  });
}

template class LocalAttention<float>;
template class LocalAttention<double>;

AttentionKind local_attention() {
  return {.name = "local",
          .summary = "dot products with the nearest tokens, or those within a radius",
          .scores_pairs = true,
          .scores_are_products = true,
          .scales = true,
          .is_local = true,
          .make_float = make_kind<LocalAttention<float>, float>,
          .make_double = make_kind<LocalAttention<double>, double>};
}

}  // namespace saccade::nn
