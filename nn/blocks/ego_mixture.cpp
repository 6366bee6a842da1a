#include "nn/blocks/ego_mixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/geometry/pair_value.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
EgoMixture<T>::EgoMixture(const LayerNorm<T>& norm, const AttentionConfig& config,
                          const AttentionPlace& place, ParameterLayout& layout)
    : norm_(norm),
      heads_(place.heads),
      width_(place.width),
      scale_(config.scale ? T{1} / std::sqrt(static_cast<T>(place.head_width())) : T{1}),
      sums_pairs_(config.pair_value),
      softmax_(config, place.heads, place.layer, place.name, layout) {}

// scaled_h = scale gain folded_h, [H x D] of one sample.  The norm's bias adds the same to all
// scores and drops out.
template <class T>
void EgoMixture<T>::scale_query(const T* parameters, const T* folded, T* scaled) const {
  const T* gain = parameters + norm_.gain.offset;
  for (int h = 0; h < heads_; ++h, folded += width_, scaled += width_) {
    for_groups<T>(width_, [&](auto group) {
      group.store(group.load(folded) * group.load(gain) * Lanes<T>(scale_), scaled);
    });
  }
}

// scaled_h = scale gain folded_h
//
// Overwrites d_folded [H x D], which may be d_scaled [H x D].
template <class T>
void EgoMixture<T>::scale_query_backward(const T* parameters, const T* folded, const T* d_scaled,
                                         T* d_folded, T* gradient) const {
  const T* gain = parameters + norm_.gain.offset;
  T* d_gain = gradient + norm_.gain.offset;
  const Lanes<T> scale(scale_);
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> g = group.load(gain);
    Lanes<T> sum = group.load(d_gain);
    for (int h = 0; h < heads_; ++h) {
      const Lanes<T> d = group.load(d_scaled + at(h, width_)) * scale;
      sum = multiply_add(d, group.load(folded + at(h, width_)), sum);
      group.store(d * g, d_folded + at(h, width_));
    }
    group.store(sum, d_gain);
  });
}

// The keys that a sample's query weighs.
template <class T>
QueryKeys EgoMixture<T>::seen_keys(const AttentionBatch<T>& batch, int sample) const {
  if (batch.neighbours == nullptr) return {sample, 0, batch.key_count(sample)};
  const auto near = batch.neighbours->of(sample);
  return {sample, 0, static_cast<int>(near.size()), near.data()};
}

// Turns the scores of one sample, which stand in pass.weights, into weights, and with dropout fills
// pass.dropped.
template <class T>
void EgoMixture<T>::compute_weights(const T* parameters, const AttentionBatch<T>& batch,
                                    const QueryKeys& keys, EgoAttentionPass<T>& pass) const {
  const int all = batch.key_count();
  const int begin = batch.keys[keys.sample];
  const int n = batch.key_count(keys.sample);
  T* features = pass.features.resize(softmax_.feature_count(), keys.count);
  softmax_.describe(batch, keys, features);
  for (int h = 0; h < heads_; ++h) {
    T* row = pass.weights.data() + at(h, all) + begin;  // [n]
    if (keys.list == nullptr) {
      softmax_.forward(parameters, h, features, keys, row);
    } else {
      // Of the keys that are seen; the others weigh 0.
      T* near = pass.near.resize(keys.count, 1);  // [keys.count]
      for (int i = 0; i < keys.count; ++i) near[i] = row[keys.list[i]];
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
  T* weights = pass.weights.resize(heads_, all);                     // [H x N]
  T* mixture = pass.mixture.resize(batch.samples, heads_ * width_);  // [B x H x D]
  T* scaled = pass.vectors.resize(heads_, width_);                   // [H x D]
  if (softmax_.drops(batch)) {
    pass.sums.resize(batch.samples, heads_);
    pass.dropped.resize(heads_, all);
  }
  if (sums_pairs_) pass.pairs.resize(batch.samples * heads_, kPairFeatures);
  for (int s = 0; s < batch.samples; ++s) {
    const int begin = batch.keys[s];
    const int n = batch.key_count(s);
    const T* normalised = pass.normalised.data() + at(begin, width_);  // [n x D]
    // scaled_h = scale gain folded_h
    scale_query(parameters, pass.folded.data() + at(s, heads_ * width_), scaled);
    // score_hj = scaled_h . normalised_j
    score_rows(scaled, heads_, normalised, n, width_, weights + begin, all);
    // a_h = dropout(softmax(score_h + bias_h))
    compute_weights(parameters, batch, seen_keys(batch, s), pass);
    if (softmax_.drops(batch)) sum_weights(batch, s, pass);
    if (sums_pairs_) sum_pairs(batch, seen_keys(batch, s), pass);
    // mixture_h = sum_j a_hj normalised_j
    mix_rows(mixing_weights(batch, pass) + begin, all, heads_, normalised, n, width_,
             mixture + at(s, heads_ * width_));
  }
}

template <class T>
void EgoMixture<T>::backward(const T* parameters, const AttentionBatch<T>& batch,
                             const TokenView<T>& tokens, EgoAttentionPass<T>& pass,
                             const BlockGradients<T>& d, T* gradient) const {
  pass.d_folded.resize(batch.samples, heads_ * width_);
  for (int s = 0; s < batch.samples; ++s) {
    const SampleBackward sample = begin_sample(batch, s, pass);
    mix_backward(batch, sample, pass);
    weights_backward(batch, seen_keys(batch, s), pass, sample.d_scores, gradient);
    scores_backward(parameters, sample, pass, gradient);
    rows_backward(tokens, sample, d, pass);
  }
}

// Copies what two products need side by side, a and d_mixture; the rest is not yet filled.
template <class T>
typename EgoMixture<T>::SampleBackward EgoMixture<T>::begin_sample(
    const AttentionBatch<T>& batch, int sample, EgoAttentionPass<T>& pass) const {
  const int begin = batch.keys[sample];
  const int n = batch.key_count(sample);
  T* a = pass.row_weights.resize(2 * heads_, n);           // [2 x H x n] a, d_scores
  T* d_mixture = pass.vectors.resize(2 * heads_, width_);  // [2 x H x D] d_mixture, scaled
  std::copy_n(pass.d_mixture() + at(sample, heads_ * width_), heads_ * width_, d_mixture);
  for (int h = 0; h < heads_; ++h) {
    std::copy_n(mixing_weights(batch, pass) + at(h, batch.key_count()) + begin, n, a + at(h, n));
  }
  return {sample,    begin,
          n,         pass.normalised.data() + at(begin, width_),
          a,         a + at(heads_, n),
          d_mixture, d_mixture + at(heads_, width_)};
}

// mixture_h = sum_j a_hj normalised_j, and with dropout sum_h = sum_j a_hj: fills d_scores with
// dL/da.
template <class T>
void EgoMixture<T>::mix_backward(const AttentionBatch<T>& batch, const SampleBackward& of,
                                 EgoAttentionPass<T>& pass) const {
  const int n = of.n;
  T* d_a = of.d_scores;  // [H x n]
  score_rows(of.d_mixture, heads_, of.normalised, n, width_, d_a, n);
  if (!softmax_.drops(batch)) return;
  const T* d_sums = pass.d_sums.data() + at(of.sample, heads_);  // [H]
  for (int i = 0; i < heads_ * n; ++i) d_a[i] += d_sums[i / n];
}

// score_hj = scaled_h . normalised_j and scaled_h = scale gain folded_h: fills the sample's part of
// pass.d_folded, and `scaled`.
template <class T>
void EgoMixture<T>::scores_backward(const T* parameters, const SampleBackward& of,
                                    EgoAttentionPass<T>& pass, T* gradient) const {
  const std::ptrdiff_t first = at(of.sample, heads_ * width_);
  const T* folded = pass.folded.data() + first;  // [H x D]
  T* d_folded = pass.d_folded.data() + first;    // [H x D]
  T* d_scaled = d_folded;                        // In place.
  scale_query(parameters, folded, of.scaled);
  mix_rows(of.d_scores, of.n, heads_, of.normalised, of.n, width_, d_scaled);
  scale_query_backward(parameters, folded, d_scaled, d_folded, gradient);
}

// What flows to the sample's tokens, by scores and by the mixture: overwrites their part of d.d_x.
template <class T>
void EgoMixture<T>::rows_backward(const TokenView<T>& tokens, const SampleBackward& of,
                                  const BlockGradients<T>& d, EgoAttentionPass<T>& pass) const {
  const int n = of.n;
  const std::ptrdiff_t first = at(of.begin, width_);
  // d_normalised_j = d_tokens_j + sum_h a_hj d_mixture_h + sum_h d_score_hj scaled_h
  T* d_normalised = pass.d_rows.resize(n, width_);  // [n x D]
  spread_rows(of.a, n, of.d_mixture, 2 * heads_, n, width_,
              d.d_normalised == nullptr ? nullptr : d.d_normalised + first, d_normalised);
  // normalised = (x - mean) rstd
  const bool in_order = tokens.rows == nullptr;
  normalise_rows_backward(of.normalised, pass.rstd.data() + of.begin, d_normalised, n, width_,
                          in_order ? d.d_x + first : d.d_x,
                          in_order ? nullptr : tokens.rows + of.begin);
}

template class EgoMixture<float>;
template class EgoMixture<double>;

}  // namespace saccade::nn
