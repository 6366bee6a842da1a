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
      head_width_(place.head_width()),
      scale_(config.scale ? T{1} / std::sqrt(static_cast<T>(head_width_)) : T{1}),
      softmax_(config, place.heads, place.layer, place.name, layout),
      pair_value_(PairValue<T>::create(layout, place.name + ".pair_value", place.width,
                                       config.pair_value)) {}

template <class T>
void LocalAttention<T>::initialise(T* parameters, Random& /*random*/) const {
  softmax_.initialise(parameters);
  pair_value_.initialise(parameters);
}

// body(keys) for each query of a sample, with the keys near it.
template <class T>
template <class Body>
void LocalAttention<T>::for_queries(const AttentionBatch<T>& batch, int sample, Body body) const {
  for (int query = 0; query < batch.query_count(sample); ++query) {
    const auto near = batch.neighbours->of(batch.queries[sample] + query);
    body(QueryKeys{sample, query, static_cast<int>(near.size()), near.data()});
  }
}

template <class T>
typename LocalAttention<T>::HeadRows LocalAttention<T>::head_rows(const AttentionBatch<T>& batch,
                                                                  const QueryKeys& keys,
                                                                  int head) const {
  const int column = head * head_width_;
  return {keys, head, at(batch.queries[keys.sample] + keys.query, width_) + column,
          at(batch.keys[keys.sample], width_) + column, width_};
}

// Fills scratch.pair_features.
template <class T>
void LocalAttention<T>::describe_pairs(const AttentionInput<T>& in, const QueryKeys& keys) const {
  softmax_.describe(in.batch, keys,
                    in.scratch.pair_features.resize(softmax_.feature_count(), keys.count));
}

// weights [keys] = softmax(scores + bias) with score_j = scale query . key_j
template <class T>
void LocalAttention<T>::compute_weights(const AttentionInput<T>& in, const HeadRows& rows,
                                        T* weights) const {
  const QueryKeys& keys = rows.keys;
  T* scores = weights;  // Become weights in place.
  for (int i = 0; i < keys.count; ++i) {
    scores[i] = scale_ * dot(in.query + rows.query, in.key + rows.key(i), head_width_);
  }
  softmax_.forward(in.parameters, rows.head, in.scratch.pair_features.data(), keys, scores);
}

// s [1 x kPairFeatures], given one head's weights [keys].
template <class T>
View<const T> LocalAttention<T>::sum_pairs(const AttentionInput<T>& in, const QueryKeys& keys,
                                           const T* weights) const {
  T* sums = in.scratch.pair_sums.resize(1, kPairFeatures);
  PairValue<T>::sum(weights, in.scratch.pair_features.data(), keys.count, sums);
  return {sums, 1, kPairFeatures};
}

template <class T>
void LocalAttention<T>::forward(const AttentionInput<T>& in, T* mixed) const {
  const AttentionBatch<T>& batch = in.batch;
  std::fill_n(mixed, at(batch.query_count(), width_), T{0});
  for (int s = 0; s < batch.samples; ++s) {
    for_queries(batch, s, [&](const QueryKeys& keys) {
      T* weights = in.scratch.weights.resize(keys.count, 1);
      describe_pairs(in, keys);
      for (int h = 0; h < heads_; ++h) {
        const HeadRows rows = head_rows(batch, keys, h);
        compute_weights(in, rows, weights);
        if (softmax_.drops(batch)) softmax_.drop(batch, h, keys, weights, weights);
        // mixed = sum_j dropped_j value_j + s W
        for (int i = 0; i < keys.count; ++i) {
          add_scaled(weights[i], in.value + rows.key(i), head_width_, mixed + rows.query);
        }
        if (pair_value_.is_used()) {
          pair_value_.forward(in.parameters, h, sum_pairs(in, keys, weights),
                              {mixed + rows.query, 1, head_width_});
        }
      }
    });
  }
}

template <class T>
void LocalAttention<T>::backward(const AttentionInput<T>& in, const T* /*mixed*/, const T* d_mixed,
                                 const ProjectionGradients<T>& d, T* gradient) const {
  fill_zeros(in.batch, width_, d);
  for (int s = 0; s < in.batch.samples; ++s) {
    for_queries(in.batch, s,
                [&](const QueryKeys& keys) { query_backward(in, keys, d_mixed, d, gradient); });
  }
}

// All heads of one query: adds to d and `gradient`.
template <class T>
void LocalAttention<T>::query_backward(const AttentionInput<T>& in, const QueryKeys& keys,
                                       const T* d_mixed, const ProjectionGradients<T>& d,
                                       T* gradient) const {
  const bool drops = softmax_.drops(in.batch);
  T* weights = in.scratch.weights.resize(keys.count, 1);      // [keys]
  T* dropped = in.scratch.dropped.resize(keys.count, 1);      // [keys]
  T* d_dropped = in.scratch.d_weights.resize(keys.count, 1);  // [keys]
  T* d_weights = d_dropped;                                   // In place.
  T* d_scores = d_weights;                                    // In place.
  describe_pairs(in, keys);
  for (int h = 0; h < heads_; ++h) {
    const HeadRows rows = head_rows(in.batch, keys, h);
    // The forward again.
    compute_weights(in, rows, weights);
    std::copy_n(weights, keys.count, dropped);
    if (drops) softmax_.drop(in.batch, h, keys, weights, dropped);

    mix_backward(rows, dropped, in.value, d_mixed, d_dropped, d.value);
    if (pair_value_.is_used()) {
      pair_value_backward(in, rows, dropped, d_mixed, d_dropped, gradient);
    }
    // dropped = dropout(weights)
    if (drops) softmax_.drop(in.batch, h, keys, d_dropped, d_weights);
    // weights = softmax(scores + bias)
    softmax_.backward(weights, h, in.scratch.pair_features.data(), keys, d_scores, gradient);
    scores_backward(in, rows, d_scores, d);
  }
}

// mixed = sum_j dropped_j value_j, in so far as it is the values'
template <class T>
void LocalAttention<T>::mix_backward(const HeadRows& rows, const T* dropped, const T* value,
                                     const T* d_mixed, T* d_dropped, T* d_value) const {
  for (int i = 0; i < rows.keys.count; ++i) {
    const std::ptrdiff_t key = rows.key(i);
    d_dropped[i] = dot(d_mixed + rows.query, value + key, head_width_);
    add_scaled(dropped[i], d_mixed + rows.query, head_width_, d_value + key);
  }
}

// mixed = ... + s W: adds to d_dropped [keys] and `gradient`.
template <class T>
void LocalAttention<T>::pair_value_backward(const AttentionInput<T>& in, const HeadRows& rows,
                                            const T* dropped, const T* d_mixed, T* d_dropped,
                                            T* gradient) const {
  T* d_sums = in.scratch.d_pair_sums.resize(1, kPairFeatures);
  pair_value_.backward(in.parameters, rows.head, sum_pairs(in, rows.keys, dropped),
                       {d_mixed + rows.query, 1, head_width_}, {d_sums, 1, kPairFeatures},
                       gradient);
  PairValue<T>::sum_backward(d_sums, in.scratch.pair_features.data(), rows.keys.count, d_dropped);
}

// score_j = scale query . key_j
template <class T>
void LocalAttention<T>::scores_backward(const AttentionInput<T>& in, const HeadRows& rows,
                                        const T* d_scores, const ProjectionGradients<T>& d) const {
  for (int i = 0; i < rows.keys.count; ++i) {
    const std::ptrdiff_t key = rows.key(i);
    add_scaled(scale_ * d_scores[i], in.key + key, head_width_, d.query + rows.query);
    add_scaled(scale_ * d_scores[i], in.query + rows.query, head_width_, d.key + key);
  }
}

template <class T>
void LocalAttention<T>::weights(const AttentionInput<T>& in, int sample, T* weights) const {
  const int n = in.batch.key_count(sample);
  const int m = in.batch.query_count(sample);
  std::fill_n(weights, at(heads_ * m, n), T{0});
  for_queries(in.batch, sample, [&](const QueryKeys& keys) {
    T* near = in.scratch.weights.resize(keys.count, 1);  // [keys] those of the query alone.
    describe_pairs(in, keys);
    for (int h = 0; h < heads_; ++h) {
      compute_weights(in, head_rows(in.batch, keys, h), near);
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
