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

// From one row of n transposed tokens to the next.
template <class T>
int column_stride(int n) {
  return (n + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
}

// columns [width x column_stride(n)] = scale rows^T, rows [n x width]
template <class T>
void transpose(const T* rows, int n, int width, T scale, Buffer<T>& columns) {
  const int stride = column_stride<T>(n);
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

// Columns [head d, (head + 1) d) of rows [first, first + rows).
template <class T>
View<T> head_block(T* data, int first, int rows, int head, int head_width, int width) {
  return {data + at(first, width) + head * head_width, rows, head_width, width};
}

}  // namespace detail

template <class T, class Scores>
DenseAttention<T, Scores>::DenseAttention(const AttentionConfig& config,
                                          const AttentionPlace& place, ParameterLayout& layout)
    : width_(place.width),
      heads_(place.heads),
      head_width_(place.width / place.heads),
      scores_(config, place, layout),
      weighing_(config, place.heads, place.layer, place.name, layout) {}

template <class T, class Scores>
void DenseAttention<T, Scores>::initialise(T* parameters, Random& random) const {
  scores_.initialise(parameters, random);
  weighing_.initialise(parameters);
}

template <class T, class Scores>
template <class Body>
void DenseAttention<T, Scores>::for_query_blocks(const Pairing<T>& pairing, int sample,
                                                 Body body) const {
  const int queries = pairing.queries[sample + 1] - pairing.queries[sample];
  const int keys = pairing.keys[sample + 1] - pairing.keys[sample];
  if (keys == 0) return;
  const int most = detail::rows_per_block(keys);
  for (int first = 0; first < queries; first += most) {
    body(QueryBlock{sample, first, std::min(most, queries - first), keys});
  }
}

template <class T, class Scores>
void DenseAttention<T, Scores>::describe(const Pairing<T>& pairing, const QueryBlock& queries,
                                         AttentionScratch<T>& scratch) const {
  const int size = weighing_.feature_count() * queries.keys;
  T* features = scratch.features.resize(queries.count, size);
  for (int i = 0; i < queries.count; ++i) {
    weighing_.describe(pairing, {queries.sample, queries.first + i, queries.keys},
                       features + at(i, size));
  }
}

// One head's rows [d x n] of what `transpose` wrote.
template <class T, class Scores>
View<const T> DenseAttention<T, Scores>::columns_of(const Buffer<T>& columns, int head,
                                                    int n) const {
  const int stride = detail::column_stride<T>(n);
  return {columns.data() + at(head * head_width_, stride), head_width_, n, stride};
}

template <class T, class Scores>
ScoreBlock<T> DenseAttention<T, Scores>::block(const Pairing<T>& pairing, const Projections<T>& in,
                                               const QueryBlock& queries, int head,
                                               const AttentionScratch<T>& scratch) const {
  const int first = pairing.queries[queries.sample] + queries.first;
  return {head, detail::head_block(in.query, first, queries.count, head, head_width_, width_),
          detail::head_block(in.key, pairing.keys[queries.sample], queries.keys, head, head_width_,
                             width_),
          columns_of(scratch.keys, head, queries.keys)};
}

template <class T, class Scores>
void DenseAttention<T, Scores>::weigh(const T* parameters, const QueryBlock& queries,
                                      const ScoreBlock<T>& scored, AttentionScratch<T>& scratch,
                                      T* weights) const {
  const int size = weighing_.feature_count() * queries.keys;
  scores_.forward(parameters, scored, weights);
  for (int i = 0; i < queries.count; ++i) {
    weighing_.forward(parameters, scored.head, scratch.features.data() + at(i, size),
                      {queries.sample, queries.first + i, queries.keys},
                      weights + at(i, queries.keys));
  }
}

// What the values are mixed by: the weights themselves unless some are dropped.
template <class T, class Scores>
const T* DenseAttention<T, Scores>::drop(const Pairing<T>& pairing, const QueryBlock& queries,
                                         int head, const T* weights, T* dropped) const {
  if (!weighing_.drops(pairing)) return weights;
  for (int i = 0; i < queries.count; ++i) {
    weighing_.drop(pairing, head, {queries.sample, queries.first + i, queries.keys},
                   weights + at(i, queries.keys), dropped + at(i, queries.keys));
  }
  return dropped;
}

template <class T, class Scores>
void DenseAttention<T, Scores>::forward(const T* parameters, const Pairing<T>& pairing,
                                        const Projections<T>& in, AttentionScratch<T>& scratch,
                                        T* mixed) const {
  std::fill_n(mixed, at(pairing.query_count(), width_), T{0});
  for (int s = 0; s < pairing.samples; ++s) {
    const int keys = pairing.keys[s + 1] - pairing.keys[s];
    detail::transpose(in.key + at(pairing.keys[s], width_), keys, width_, scores_.key_scale(),
                      scratch.keys);
    for_query_blocks(pairing, s, [&](const QueryBlock& queries) {
      describe(pairing, queries, scratch);
      T* weights = scratch.scores.resize(queries.count, keys);
      T* dropped = scratch.dropped.resize(queries.count, keys);
      for (int h = 0; h < heads_; ++h) {
        weigh(parameters, queries, block(pairing, in, queries, h, scratch), scratch, weights);
        multiply(View<const T>(drop(pairing, queries, h, weights, dropped), queries.count, keys),
                 detail::head_block(in.value, pairing.keys[s], keys, h, head_width_, width_),
                 detail::head_block(mixed, pairing.queries[s] + queries.first, queries.count, h,
                                    head_width_, width_));
      }
    });
  }
}

template <class T, class Scores>
void DenseAttention<T, Scores>::backward(const T* parameters, const Pairing<T>& pairing,
                                         const Projections<T>& in, AttentionScratch<T>& scratch,
                                         const T* /*mixed*/, const T* d_mixed,
                                         const ProjectionGradients<T>& d, T* gradient) const {
  std::fill_n(d.query, at(pairing.query_count(), width_), T{0});
  std::fill_n(d.key, at(pairing.key_count(), width_), T{0});
  std::fill_n(d.value, at(pairing.key_count(), width_), T{0});
  for (int s = 0; s < pairing.samples; ++s) {
    const int keys = pairing.keys[s + 1] - pairing.keys[s];
    const std::ptrdiff_t first = at(pairing.keys[s], width_);
    detail::transpose(in.key + first, keys, width_, scores_.key_scale(), scratch.keys);
    detail::transpose(in.value + first, keys, width_, T{1}, scratch.state);
    std::fill_n(scratch.d_keys.resize(keys, width_), at(keys, width_), T{0});
    for_query_blocks(pairing, s, [&](const QueryBlock& queries) {
      describe(pairing, queries, scratch);
      for (int h = 0; h < heads_; ++h) {
        backward_block(parameters, pairing, in, scratch, queries, h, d_mixed, d, gradient);
      }
    });
    detail::add_transposed(scratch.d_keys.data(), keys, width_, scores_.key_scale(), d.key + first);
  }
}

template <class T, class Scores>
void DenseAttention<T, Scores>::backward_block(const T* parameters, const Pairing<T>& pairing,
                                               const Projections<T>& in,
                                               AttentionScratch<T>& scratch,
                                               const QueryBlock& queries, int head,
                                               const T* d_mixed, const ProjectionGradients<T>& d,
                                               T* gradient) const {
  const int keys = queries.keys;
  const int query = pairing.queries[queries.sample] + queries.first;
  const int key = pairing.keys[queries.sample];
  const ScoreBlock<T> scored = block(pairing, in, queries, head, scratch);
  T* weights = scratch.scores.resize(queries.count, keys);
  T* d_weights = scratch.d_scores.resize(queries.count, keys);
  weigh(parameters, queries, scored, scratch, weights);
  const T* dropped =
      drop(pairing, queries, head, weights, scratch.dropped.resize(queries.count, keys));

  // mixed = dropped value
  const auto d_out = detail::head_block(d_mixed, query, queries.count, head, head_width_, width_);
  add_transposed_multiply(View<const T>(dropped, queries.count, keys), d_out,
                          detail::head_block(d.value, key, keys, head, head_width_, width_));
  multiply(d_out, columns_of(scratch.state, head, keys), View<T>(d_weights, queries.count, keys));
  drop(pairing, queries, head, d_weights, d_weights);
  // weights = softmax(scores + bias)
  const int size = weighing_.feature_count() * keys;
  for (int i = 0; i < queries.count; ++i) {
    weighing_.backward(weights + at(i, keys), head, scratch.features.data() + at(i, size),
                       {queries.sample, queries.first + i, keys}, d_weights + at(i, keys),
                       gradient);
  }
  scores_.backward(parameters, scored, d_weights,
                   detail::head_block(d.query, query, queries.count, head, head_width_, width_),
                   scratch.d_keys.data() + at(head * head_width_, keys), gradient);
}

template <class T, class Scores>
void DenseAttention<T, Scores>::weights(const T* parameters, const Pairing<T>& pairing,
                                        const Projections<T>& in, AttentionScratch<T>& scratch,
                                        int sample, T* weights) const {
  const int keys = pairing.keys[sample + 1] - pairing.keys[sample];
  const int all = pairing.queries[sample + 1] - pairing.queries[sample];
  detail::transpose(in.key + at(pairing.keys[sample], width_), keys, width_, scores_.key_scale(),
                    scratch.keys);
  for_query_blocks(pairing, sample, [&](const QueryBlock& queries) {
    describe(pairing, queries, scratch);
    for (int h = 0; h < heads_; ++h) {
      weigh(parameters, queries, block(pairing, in, queries, h, scratch), scratch,
            weights + at(h * all + queries.first, keys));
    }
  });
}

}  // namespace saccade::nn
