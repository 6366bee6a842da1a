// Implementation of dense_attention.h, for the files that make a kind from scores.
#pragma once

#include <algorithm>

#include "nn/attention/dense_attention.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"
#include "nn/kernels/transpose.h"

namespace saccade::nn {
namespace detail {

inline constexpr int kScoresPerBlock = 16384;  // Of one head: stay in the cache.
inline constexpr int kMostRows = 64;
inline constexpr int kFewestRows = 8;

inline int rows_per_block(int keys) {
  return std::clamp(kScoresPerBlock / keys, kFewestRows, kMostRows);
}

// columns [width x whole_lanes(n)] = scale rows^T, rows [n x width]
template <class T>
void transpose(const T* rows, int n, int width, T scale, Buffer<T>& columns) {
  const int stride = whole_lanes<T>(n);
  T* to = columns.resize(width, stride);
  transpose_padded(rows, width, n, width, to, stride);
  for (int c = 0; c < width && scale != 1; ++c) {
    for (int i = 0; i < n; ++i) to[at(c, stride) + i] *= scale;
  }
}

// b [rows x cols] += scale a^T, a [cols x rows]
template <class T>
void add_transposed(const T* a, int rows, int cols, T scale, T* b) {
  for (int i = 0; i < rows; ++i) {
    for (int c = 0; c < cols; ++c) b[at(i, cols) + c] += scale * a[at(c, rows) + i];
  }
}

}  // namespace detail

template <class T, class Scores>
DenseAttention<T, Scores>::DenseAttention(const AttentionConfig& config,
                                          const AttentionPlace& place, ParameterLayout& layout)
    : width_(place.width),
      heads_(place.heads),
      head_width_(place.head_width()),
      scores_(config, place, layout),
      softmax_(config, place.heads, place.layer, place.name, layout),
      pair_value_(PairValue<T>::create(layout, place.name + ".pair_value", place.width,
                                       config.pair_value)) {}

template <class T, class Scores>
void DenseAttention<T, Scores>::initialise(T* parameters, Random& random) const {
  scores_.initialise(parameters, random);
  softmax_.initialise(parameters);
  pair_value_.initialise(parameters);
}

template <class T, class Scores>
template <class Body>
void DenseAttention<T, Scores>::for_query_blocks(const AttentionBatch<T>& batch, int sample,
                                                 Body body) const {
  const int queries = batch.query_count(sample);
  const int keys = batch.key_count(sample);
  if (keys == 0) return;
  const int most = detail::rows_per_block(keys);
  for (int first = 0; first < queries; first += most) {
    body(QueryBlock{sample, first, std::min(most, queries - first), keys});
  }
}

template <class T, class Scores>
template <class U>
View<U> DenseAttention<T, Scores>::query_rows(U* rows, const AttentionBatch<T>& batch,
                                              const QueryBlock& queries, int head) const {
  const int first = batch.queries[queries.sample] + queries.first;
  const View<U> all_heads(rows + at(first, width_), queries.count, width_);
  return all_heads.columns(head * head_width_, head_width_);
}

template <class T, class Scores>
template <class U>
View<U> DenseAttention<T, Scores>::key_rows(U* rows, const AttentionBatch<T>& batch,
                                            const QueryBlock& queries, int head) const {
  const int first = batch.keys[queries.sample];
  const View<U> all_heads(rows + at(first, width_), queries.keys, width_);
  return all_heads.columns(head * head_width_, head_width_);
}

// One head's rows [d x n] of what `transpose` wrote.
template <class T, class Scores>
View<const T> DenseAttention<T, Scores>::columns_of(const Buffer<T>& columns, int head,
                                                    int n) const {
  const int stride = whole_lanes<T>(n);
  return {columns.data() + at(head * head_width_, stride), head_width_, n, stride};
}

template <class T, class Scores>
ScoreBlock<T> DenseAttention<T, Scores>::score_block(const AttentionInput<T>& in,
                                                     const QueryBlock& queries, int head) const {
  return {head, query_rows(in.query, in.batch, queries, head),
          key_rows(in.key, in.batch, queries, head),
          columns_of(in.scratch.key_columns, head, queries.keys)};
}

// [feature_count x keys] of the pairs of the block's query i.
template <class T, class Scores>
const T* DenseAttention<T, Scores>::features_of(const AttentionInput<T>& in,
                                                const QueryBlock& queries, int i) const {
  return in.scratch.pair_features.data() + at(i, softmax_.feature_count() * queries.keys);
}

// Fills scratch.pair_features.
template <class T, class Scores>
void DenseAttention<T, Scores>::describe_pairs(const AttentionInput<T>& in,
                                               const QueryBlock& queries) const {
  const int size = softmax_.feature_count() * queries.keys;
  T* features = in.scratch.pair_features.resize(queries.count, size);
  for (int i = 0; i < queries.count; ++i) {
    softmax_.describe(in.batch, queries.query(i), features + at(i, size));
  }
}

// weights [rows x keys] = softmax(scores + bias)
template <class T, class Scores>
void DenseAttention<T, Scores>::compute_weights(const AttentionInput<T>& in,
                                                const QueryBlock& queries,
                                                const ScoreBlock<T>& block, T* weights) const {
  T* scores = weights;  // Become weights in place.
  scores_.forward(in.parameters, block, scores);
  for (int i = 0; i < queries.count; ++i) {
    softmax_.forward(in.parameters, block.head, features_of(in, queries, i), queries.query(i),
                     scores + at(i, queries.keys));
  }
}

// dropped = dropout(weights), or else the weights themselves.
template <class T, class Scores>
const T* DenseAttention<T, Scores>::drop(const AttentionBatch<T>& batch, const QueryBlock& queries,
                                         int head, const T* weights, T* dropped) const {
  if (!softmax_.drops(batch)) return weights;
  for (int i = 0; i < queries.count; ++i) {
    softmax_.drop(batch, head, queries.query(i), weights + at(i, queries.keys),
                  dropped + at(i, queries.keys));
  }
  return dropped;
}

// s [rows x kPairFeatures] of the block's queries, given one head's weights [rows x keys].
template <class T, class Scores>
View<const T> DenseAttention<T, Scores>::sum_pairs(const AttentionInput<T>& in,
                                                   const QueryBlock& queries,
                                                   const T* weights) const {
  T* sums = in.scratch.pair_sums.resize(queries.count, kPairFeatures);
  for (int i = 0; i < queries.count; ++i) {
    PairValue<T>::sum(weights + at(i, queries.keys), features_of(in, queries, i), queries.keys,
                      sums + at(i, kPairFeatures));
  }
  return {sums, queries.count, kPairFeatures};
}

// mixed = ... + s W: adds to d_weights [rows x keys] and `gradient`.
template <class T, class Scores>
void DenseAttention<T, Scores>::pair_value_backward(const AttentionInput<T>& in,
                                                    const QueryBlock& queries, int head,
                                                    const T* weights, const T* d_mixed,
                                                    T* d_weights, T* gradient) const {
  const View<T> d_sums(in.scratch.d_pair_sums.resize(queries.count, kPairFeatures), queries.count,
                       kPairFeatures);
  pair_value_.backward(in.parameters, head, sum_pairs(in, queries, weights),
                       query_rows(d_mixed, in.batch, queries, head), d_sums, gradient);
  for (int i = 0; i < queries.count; ++i) {
    PairValue<T>::sum_backward(d_sums.data + at(i, kPairFeatures), features_of(in, queries, i),
                               queries.keys, d_weights + at(i, queries.keys));
  }
}

template <class T, class Scores>
void DenseAttention<T, Scores>::forward(const AttentionInput<T>& in, T* mixed) const {
  const AttentionBatch<T>& batch = in.batch;
  AttentionScratch<T>& scratch = in.scratch;
  std::fill_n(mixed, at(batch.query_count(), width_), T{0});
  for (int s = 0; s < batch.samples; ++s) {
    const int keys = batch.key_count(s);
    detail::transpose(in.key + at(batch.keys[s], width_), keys, width_, scores_.key_scale(),
                      scratch.key_columns);
    for_query_blocks(batch, s, [&](const QueryBlock& queries) {
      describe_pairs(in, queries);
      T* weights = scratch.weights.resize(queries.count, keys);
      T* buffer = scratch.dropped.resize(queries.count, keys);
      for (int h = 0; h < heads_; ++h) {
        compute_weights(in, queries, score_block(in, queries, h), weights);
        const T* dropped = drop(batch, queries, h, weights, buffer);
        const View<T> out = query_rows(mixed, batch, queries, h);  // [rows x d]
        // mixed = dropped value + s W
        matmul(View<const T>(dropped, queries.count, keys), key_rows(in.value, batch, queries, h),
               out);
        if (pair_value_.is_used()) {
          pair_value_.forward(in.parameters, h, sum_pairs(in, queries, dropped), out);
        }
      }
    });
  }
}

template <class T, class Scores>
void DenseAttention<T, Scores>::backward(const AttentionInput<T>& in, const T* /*mixed*/,
                                         const T* d_mixed, const ProjectionGradients<T>& d,
                                         T* gradient) const {
  const AttentionBatch<T>& batch = in.batch;
  AttentionScratch<T>& scratch = in.scratch;
  fill_zeros(batch, width_, d);
  for (int s = 0; s < batch.samples; ++s) {
    const int keys = batch.key_count(s);
    const std::ptrdiff_t first = at(batch.keys[s], width_);
    detail::transpose(in.key + first, keys, width_, scores_.key_scale(), scratch.key_columns);
    detail::transpose(in.value + first, keys, width_, T{1}, scratch.value_columns);
    T* d_key_columns = scratch.d_key_columns.resize(width_, keys);
    std::fill_n(d_key_columns, at(width_, keys), T{0});
    for_query_blocks(batch, s, [&](const QueryBlock& queries) {
      describe_pairs(in, queries);
      for (int h = 0; h < heads_; ++h) backward_block(in, queries, h, d_mixed, d, gradient);
    });
    // key_columns = key_scale key^T
    detail::add_transposed(d_key_columns, keys, width_, scores_.key_scale(), d.key + first);
  }
}

// One head of one block of queries: adds to d.value, scratch.d_key_columns and `gradient`, and
// overwrites the block's rows of d.query.
template <class T, class Scores>
void DenseAttention<T, Scores>::backward_block(const AttentionInput<T>& in,
                                               const QueryBlock& queries, int head,
                                               const T* d_mixed, const ProjectionGradients<T>& d,
                                               T* gradient) const {
  AttentionScratch<T>& scratch = in.scratch;
  const int rows = queries.count;
  const int keys = queries.keys;
  // The forward again: weights and dropped, both [rows x keys].
  const ScoreBlock<T> block = score_block(in, queries, head);
  T* weights = scratch.weights.resize(rows, keys);
  compute_weights(in, queries, block, weights);
  const T* dropped = drop(in.batch, queries, head, weights, scratch.dropped.resize(rows, keys));

  // mixed = dropped value + s W
  const View<const T> d_out = query_rows(d_mixed, in.batch, queries, head);  // [rows x d]
  T* d_dropped = scratch.d_weights.resize(rows, keys);                       // [rows x keys]
  add_matmul_tn(View<const T>(dropped, rows, keys), d_out,
                key_rows(d.value, in.batch, queries, head));
  matmul(d_out, columns_of(scratch.value_columns, head, keys), View<T>(d_dropped, rows, keys));
  if (pair_value_.is_used()) {
    pair_value_backward(in, queries, head, dropped, d_mixed, d_dropped, gradient);
  }

  // dropped = dropout(weights)
  T* d_weights = d_dropped;  // In place, [rows x keys].
  drop(in.batch, queries, head, d_dropped, d_weights);

  // weights = softmax(scores + bias)
  T* d_scores = d_weights;  // In place, [rows x keys].
  for (int i = 0; i < rows; ++i) {
    softmax_.backward(weights + at(i, keys), head, features_of(in, queries, i), queries.query(i),
                      d_scores + at(i, keys), gradient);
  }

  // scores = scores(query, key_columns)
  scores_.backward(in.parameters, block, d_scores, query_rows(d.query, in.batch, queries, head),
                   scratch.d_key_columns.data() + at(head * head_width_, keys), gradient);
}

template <class T, class Scores>
void DenseAttention<T, Scores>::weights(const AttentionInput<T>& in, int sample, T* weights) const {
  const AttentionBatch<T>& batch = in.batch;
  const int keys = batch.key_count(sample);
  const int all = batch.query_count(sample);
  detail::transpose(in.key + at(batch.keys[sample], width_), keys, width_, scores_.key_scale(),
                    in.scratch.key_columns);
  for_query_blocks(batch, sample, [&](const QueryBlock& queries) {
    describe_pairs(in, queries);
    for (int h = 0; h < heads_; ++h) {
      compute_weights(in, queries, score_block(in, queries, h),
                      weights + at(h * all + queries.first, keys));
    }
  });
}

}  // namespace saccade::nn
