#include "nn/blocks/ego_mixture.h"

#include <algorithm>
#include <numeric>

#include "nn/geometry/pair_value.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
EgoMixture<T>::EgoMixture(int row_width, const AttentionConfig& config, const AttentionPlace& place,
                          ParameterLayout& layout)
    : heads_(place.heads),
      row_width_(row_width),
      sums_pairs_(config.pair_value),
      softmax_(config, place.heads, place.layer, place.name, layout) {}

// The keys that a sample's query weighs.
template <class T>
QueryKeys EgoMixture<T>::seen_keys(const AttentionBatch<T>& batch, int sample) const {
  if (batch.neighbours == nullptr) return {sample, 0, batch.key_count(sample)};
  const auto near = batch.neighbours->of(sample);
  return {sample, 0, static_cast<int>(near.size()), near.data()};
}

// Turns the scores of one sample into weights, and with dropout fills pass.dropped.
template <class T>
void EgoMixture<T>::compute_weights(const T* parameters, const AttentionBatch<T>& batch,
                                    const QueryKeys& keys, EgoAttentionPass<T>& pass) const {
  const int all = batch.key_count();
  const int begin = batch.keys[keys.sample];
  const int n = batch.key_count(keys.sample);
  T* features = pass.features.resize(softmax_.feature_count(), keys.count);
  softmax_.describe(batch, keys, features);
  for (int h = 0; h < heads_; ++h) {
    const T* scores = pass.scores.data() + at(h, all) + begin;  // [n]
    T* row = pass.weights.data() + at(h, all) + begin;          // [n]
    if (keys.list == nullptr) {
      std::copy_n(scores, n, row);
      softmax_.forward(parameters, h, features, keys, row);
    } else {
      // Of the keys that are seen; the others weigh 0.
      T* near = pass.near.resize(keys.count, 1);  // [keys.count]
      for (int i = 0; i < keys.count; ++i) near[i] = scores[keys.list[i]];
      softmax_.forward(parameters, h, features, keys, near);
      std::fill_n(row, n, T{0});
      for (int i = 0; i < keys.count; ++i) row[keys.list[i]] = near[i];
    }
    if (softmax_.drops(batch)) {
      softmax_.drop(batch, h, {keys.sample, 0, n}, row, pass.dropped.data() + at(h, all) + begin);
    }
  }
}

// a_h = dropout(softmax(score_h + bias_h))
//
// Given dL/da of one sample in d_weights [H x n], leaves dL/dscores in its place.
template <class T>
void EgoMixture<T>::weights_backward(const AttentionBatch<T>& batch, const QueryKeys& keys,
                                     EgoAttentionPass<T>& pass, T* d_weights, T* gradient) const {
  const int begin = batch.keys[keys.sample];
  const int n = batch.key_count(keys.sample);
  T* features = pass.features.resize(softmax_.feature_count(), keys.count);
  softmax_.describe(batch, keys, features);
  if (sums_pairs_) sum_pairs_backward(batch, keys, pass, d_weights);
  for (int h = 0; h < heads_; ++h, d_weights += n) {
    const T* row = pass.weights.data() + at(h, batch.key_count()) + begin;  // [n]
    if (softmax_.drops(batch)) softmax_.drop(batch, h, {keys.sample, 0, n}, d_weights, d_weights);
    if (keys.list == nullptr) {
      softmax_.backward(row, h, features, keys, d_weights, gradient);
      continue;
    }
    T* near = pass.near.resize(keys.count, 1);      // [keys.count]
    T* d_near = pass.d_near.resize(keys.count, 1);  // [keys.count]
    for (int i = 0; i < keys.count; ++i) {
      near[i] = row[keys.list[i]];
      d_near[i] = d_weights[keys.list[i]];
    }
    softmax_.backward(near, h, features, keys, d_near, gradient);
    std::fill_n(d_weights, n, T{0});
    for (int i = 0; i < keys.count; ++i) d_weights[keys.list[i]] = d_near[i];
  }
}

// [H x N] what the rows are mixed by: a.
template <class T>
const T* EgoMixture<T>::mixing_weights(const AttentionBatch<T>& batch,
                                       const EgoAttentionPass<T>& pass) const {
  return softmax_.drops(batch) ? pass.dropped.data() : pass.weights.data();
}

// sum_h = sum_j a_hj of one sample.
template <class T>
void EgoMixture<T>::sum_weights(const AttentionBatch<T>& batch, int sample,
                                EgoAttentionPass<T>& pass) const {
  T* sums = pass.sums.data() + at(sample, heads_);  // [H]
  const int begin = batch.keys[sample];
  const int n = batch.key_count(sample);
  for (int h = 0; h < heads_; ++h) {
    const T* row = pass.dropped.data() + at(h, batch.key_count()) + begin;
    sums[h] = std::accumulate(row, row + n, T{0});
  }
}

// s_h = sum_j a_hj g_j of one sample, over the keys that are seen: g stands in pass.features.
template <class T>
void EgoMixture<T>::sum_pairs(const AttentionBatch<T>& batch, const QueryKeys& keys,
                              EgoAttentionPass<T>& pass) const {
  const T* a = mixing_weights(batch, pass) + batch.keys[keys.sample];  // [H x n]
  T* sums = pass.pairs.data() + at(keys.sample * heads_, kPairFeatures);
  T* near = pass.near.resize(keys.count, 1);  // [keys.count]
  for (int h = 0; h < heads_; ++h, a += batch.key_count(), sums += kPairFeatures) {
    for (int i = 0; i < keys.count && keys.list != nullptr; ++i) near[i] = a[keys.list[i]];
    PairValue<T>::sum(keys.list == nullptr ? a : near, pass.features.data(), keys.count, sums);
  }
}

// s_h = sum_j a_hj g_j: adds to dL/da of one sample, d_weights [H x n].
template <class T>
void EgoMixture<T>::sum_pairs_backward(const AttentionBatch<T>& batch, const QueryKeys& keys,
                                       EgoAttentionPass<T>& pass, T* d_weights) const {
  const T* d_sums = pass.d_pairs.data() + at(keys.sample * heads_, kPairFeatures);
  T* d_near = pass.d_near.resize(keys.count, 1);  // [keys.count]
  for (int h = 0; h < heads_; ++h, d_sums += kPairFeatures) {
    T* d_a = d_weights + at(h, batch.key_count(keys.sample));  // [n]
    if (keys.list == nullptr) {
      PairValue<T>::sum_backward(d_sums, pass.features.data(), keys.count, d_a);
      continue;
    }
    std::fill_n(d_near, keys.count, T{0});
    PairValue<T>::sum_backward(d_sums, pass.features.data(), keys.count, d_near);
    for (int i = 0; i < keys.count; ++i) d_a[keys.list[i]] += d_near[i];
  }
}

template <class T>
void EgoMixture<T>::forward(const T* parameters, const AttentionBatch<T>& batch,
                            EgoAttentionPass<T>& pass) const {
  const int all = batch.key_count();
  T* scores = pass.scores.resize(heads_, all);                           // [H x N]
  T* mixture = pass.mixture.resize(batch.samples, heads_ * row_width_);  // [B x H x R]
  pass.weights.resize(heads_, all);
  if (softmax_.drops(batch)) {
    pass.sums.resize(batch.samples, heads_);
    pass.dropped.resize(heads_, all);
  }
  if (sums_pairs_) pass.pairs.resize(batch.samples * heads_, kPairFeatures);
  for (int s = 0; s < batch.samples; ++s) {
    const int begin = batch.keys[s];
    const int n = batch.key_count(s);
    const T* rows = pass.rows.data() + at(begin, row_width_);                   // [n x R]
    const T* row_query = pass.row_queries.data() + at(s, heads_ * row_width_);  // [H x R]
    // score_hj = row_query_h . row_j
    score_rows(row_query, heads_, rows, n, row_width_, scores + begin, all);
    // a_h = dropout(softmax(score_h + bias_h))
    compute_weights(parameters, batch, seen_keys(batch, s), pass);
    if (softmax_.drops(batch)) sum_weights(batch, s, pass);
    if (sums_pairs_) sum_pairs(batch, seen_keys(batch, s), pass);
    // mixture_h = sum_j a_hj row_j
    mix_rows(mixing_weights(batch, pass) + begin, all, heads_, rows, n, row_width_,
             mixture + at(s, heads_ * row_width_));
  }
}

template <class T>
void EgoMixture<T>::backward(const AttentionBatch<T>& batch, EgoAttentionPass<T>& pass,
                             const RowsBackward& rows_backward, T* gradient) const {
  T* d_row_queries = pass.d_row_queries.resize(batch.samples, heads_ * row_width_);
  for (int s = 0; s < batch.samples; ++s) {
    const EgoMixtureSample<T> sample = begin_sample(batch, s, pass);
    mix_backward(batch, sample, pass);
    weights_backward(batch, seen_keys(batch, s), pass, sample.d_scores, gradient);
    // score_hj = row_query_h . row_j
    mix_rows(sample.d_scores, sample.n, heads_, sample.rows, sample.n, row_width_,
             d_row_queries + at(s, heads_ * row_width_));
    rows_backward(sample);
  }
}

// The gradients are not yet filled.
template <class T>
EgoMixtureSample<T> EgoMixture<T>::begin_sample(const AttentionBatch<T>& batch, int sample,
                                                EgoAttentionPass<T>& pass) const {
  const int begin = batch.keys[sample];
  const int n = batch.key_count(sample);
  const std::ptrdiff_t vectors = at(sample, heads_ * row_width_);
  T* d_scores = pass.d_scores.resize(2 * heads_, n);
  return {.sample = sample,
          .begin = begin,
          .n = n,
          .stride = batch.key_count(),
          .rows = pass.rows.data() + at(begin, row_width_),
          .scores = pass.scores.data() + begin,
          .a = mixing_weights(batch, pass) + begin,
          .d_scores = d_scores,
          .d_a = d_scores + at(heads_, n),
          .d_mixture = pass.d_mixture.data() + vectors,
          .row_query = pass.row_queries.data() + vectors};
}

// mixture_h = sum_j a_hj row_j, and with dropout sum_h = sum_j a_hj: fills d_a, and d_scores with
// dL/da.
template <class T>
void EgoMixture<T>::mix_backward(const AttentionBatch<T>& batch, const EgoMixtureSample<T>& of,
                                 EgoAttentionPass<T>& pass) const {
  const int n = of.n;
  score_rows(of.d_mixture, heads_, of.rows, n, row_width_, of.d_a, n);
  std::copy_n(of.d_a, heads_ * n, of.d_scores);
  if (!softmax_.drops(batch)) return;
  const T* d_sums = pass.d_sums.data() + at(of.sample, heads_);  // [H]
  for (int i = 0; i < heads_ * n; ++i) of.d_scores[i] += d_sums[i / n];
}

template class EgoMixture<float>;
template class EgoMixture<double>;

}  // namespace saccade::nn
