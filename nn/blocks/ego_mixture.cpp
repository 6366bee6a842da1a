#include "nn/blocks/ego_mixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
EgoMixture<T>::EgoMixture(const LayerNorm<T>& norm, const AttentionConfig& config,
                          const AttentionPlace& place, ParameterLayout& layout)
    : norm_(norm),
      heads_(place.heads),
      width_(place.width),
      scale_(config.scale ? T{1} / std::sqrt(static_cast<T>(place.width / place.heads)) : T{1}),
      weighing_(config, place.heads, place.layer, place.name, layout) {}

// The folded query of one sample as the normalised rows meet it: times gain and 1 / sqrt(d_k).  The
// norm's bias adds the same to all scores and drops out.
template <class T>
void EgoMixture<T>::scale_query(const T* parameters, const T* folded, T* scaled) const {
  const T* gain = parameters + norm_.gain.offset;
  for (int h = 0; h < heads_; ++h, folded += width_, scaled += width_) {
    for_groups<T>(width_, [&](auto group) {
      group.store(group.load(folded) * group.load(gain) * Lanes<T>(scale_), scaled);
    });
  }
}

// The keys that a sample's query weighs.
template <class T>
QueryKeys EgoMixture<T>::seen_keys(const Pairing<T>& pairing, int sample) const {
  if (pairing.neighbours == nullptr) {
    return {sample, 0, pairing.keys[sample + 1] - pairing.keys[sample]};
  }
  const auto near = pairing.neighbours->of(sample);
  return {sample, 0, static_cast<int>(near.size()), near.data()};
}

// Turns the scores of one sample, which stand in pass.weights, into weights.
template <class T>
void EgoMixture<T>::weigh(const T* parameters, const Pairing<T>& pairing, const QueryKeys& keys,
                          EgoAttentionPass<T>& pass) const {
  const int all = pairing.key_count();
  const int begin = pairing.keys[keys.sample];
  const int n = pairing.keys[keys.sample + 1] - begin;
  T* features = pass.features.resize(weighing_.feature_count(), keys.count);
  weighing_.describe(pairing, keys, features);
  for (int h = 0; h < heads_; ++h) {
    T* row = pass.weights.data() + at(h, all) + begin;
    if (keys.list == nullptr) {
      weighing_.forward(parameters, h, features, keys, row);
    } else {
      T* near = pass.near.resize(keys.count, 1);
      for (int i = 0; i < keys.count; ++i) near[i] = row[keys.list[i]];
      weighing_.forward(parameters, h, features, keys, near);
      std::fill_n(row, n, T{0});
      for (int i = 0; i < keys.count; ++i) row[keys.list[i]] = near[i];
    }
    if (weighing_.drops(pairing)) {
      weighing_.drop(pairing, h, {keys.sample, 0, n}, row,
                     pass.dropped.data() + at(h, all) + begin);
    }
  }
}

// Given dL/d(mixing weights) of one sample in d_weights [H x n], leaves dL/dscores there.
template <class T>
void EgoMixture<T>::weigh_backward(const Pairing<T>& pairing, const QueryKeys& keys,
                                   EgoAttentionPass<T>& pass, T* d_weights, T* gradient) const {
  const int begin = pairing.keys[keys.sample];
  const int n = pairing.keys[keys.sample + 1] - begin;
  T* features = pass.features.resize(weighing_.feature_count(), keys.count);
  weighing_.describe(pairing, keys, features);
  for (int h = 0; h < heads_; ++h, d_weights += n) {
    const T* row = pass.weights.data() + at(h, pairing.key_count()) + begin;
    if (weighing_.drops(pairing)) {
      weighing_.drop(pairing, h, {keys.sample, 0, n}, d_weights, d_weights);
    }
    if (keys.list == nullptr) {
      weighing_.backward(row, h, features, keys, d_weights, gradient);
      continue;
    }
    T* near = pass.near.resize(keys.count, 1);
    T* d_near = pass.d_near.resize(keys.count, 1);
    for (int i = 0; i < keys.count; ++i) {
      near[i] = row[keys.list[i]];
      d_near[i] = d_weights[keys.list[i]];
    }
    weighing_.backward(near, h, features, keys, d_near, gradient);
    std::fill_n(d_weights, n, T{0});
    for (int i = 0; i < keys.count; ++i) d_weights[keys.list[i]] = d_near[i];
  }
}

// What the rows are mixed by.
template <class T>
const T* EgoMixture<T>::mixing_weights(const Pairing<T>& pairing,
                                       const EgoAttentionPass<T>& pass) const {
  return weighing_.drops(pairing) ? pass.dropped.data() : pass.weights.data();
}

template <class T>
void EgoMixture<T>::sum_weights(const Pairing<T>& pairing, int sample,
                                EgoAttentionPass<T>& pass) const {
  T* sums = pass.sums.data() + at(sample, heads_);
  const int begin = pairing.keys[sample];
  const int n = pairing.keys[sample + 1] - begin;
  for (int h = 0; h < heads_; ++h) {
    const T* row = pass.dropped.data() + at(h, pairing.key_count()) + begin;
    sums[h] = std::accumulate(row, row + n, T{0});
  }
}

// a_h = weights of the scores scaled_h . normalised_j;  mixture_h = sum_j a_hj normalised_j
template <class T>
void EgoMixture<T>::forward(const T* parameters, const Pairing<T>& pairing,
                            EgoAttentionPass<T>& pass) const {
  const int all = pairing.key_count();
  T* weights = pass.weights.resize(heads_, all);
  T* mixture = pass.mixture.resize(pairing.samples, heads_ * width_);
  T* scaled = pass.vectors.resize(heads_, width_);
  if (weighing_.drops(pairing)) {
    pass.sums.resize(pairing.samples, heads_);
    pass.dropped.resize(heads_, all);
  }
  for (int s = 0; s < pairing.samples; ++s) {
    const int begin = pairing.keys[s];
    const int n = pairing.keys[s + 1] - begin;
    const T* rows = pass.normalised.data() + at(begin, width_);
    scale_query(parameters, pass.folded.data() + at(s, heads_ * width_), scaled);
    score_rows(scaled, heads_, rows, n, width_, weights + begin, all);
    weigh(parameters, pairing, seen_keys(pairing, s), pass);
    if (weighing_.drops(pairing)) sum_weights(pairing, s, pass);
    mix_rows(mixing_weights(pairing, pass) + begin, all, heads_, rows, n, width_,
             mixture + at(s, heads_ * width_));
  }
}

template <class T>
void EgoMixture<T>::backward(const T* parameters, const Pairing<T>& pairing,
                             const TokenView<T>& tokens, const T* d_tokens,
                             EgoAttentionPass<T>& pass, T* d_x, T* gradient) const {
  const int all = pairing.key_count();
  const std::size_t size = static_cast<std::size_t>(heads_ * width_);
  T* d_folded = pass.d_folded.resize(pairing.samples, heads_ * width_);
  // What the rows were met by, twice: the mixture's gradient and the scaled query.
  T* vectors = pass.vectors.resize(2 * size);
  T* scaled = vectors + size;
  for (int s = 0; s < pairing.samples; ++s) {
    const int begin = pairing.keys[s];
    const int n = pairing.keys[s + 1] - begin;
    const T* rows = pass.normalised.data() + at(begin, width_);
    const T* folded = pass.folded.data() + at(s, heads_ * width_);
    T* weights = pass.row_weights.resize(2 * heads_, n);
    T* d_scores = weights + at(heads_, n);
    T* d_scaled = d_folded + at(s, heads_ * width_);

    std::copy_n(pass.d_mixed.data() + at(s, heads_ * width_), size, vectors);
    for (int h = 0; h < heads_; ++h) {
      std::copy_n(mixing_weights(pairing, pass) + at(h, all) + begin, n, weights + at(h, n));
    }
    // mixture_h = sum_j a_hj normalised_j
    score_rows(vectors, heads_, rows, n, width_, d_scores, n);
    if (weighing_.drops(pairing)) {
      const T* d_sums = pass.d_sums.data() + at(s, heads_);
      for (int i = 0; i < heads_ * n; ++i) d_scores[i] += d_sums[i / n];
    }
    weigh_backward(pairing, seen_keys(pairing, s), pass, d_scores, gradient);
    // scores_hj = scaled_h . normalised_j
    scale_query(parameters, folded, scaled);
    mix_rows(d_scores, n, heads_, rows, n, width_, d_scaled);
    scale_query_backward(parameters, folded, d_scaled, gradient);

    T* d_rows = pass.d_rows.resize(n, width_);
    spread_rows(weights, n, vectors, 2 * heads_, n, width_,
                d_tokens == nullptr ? nullptr : d_tokens + at(begin, width_), d_rows);
    // normalised = (x - mean) factor
    const bool in_order = tokens.rows == nullptr;
    normalise_rows_backward(rows, pass.factor.data() + begin, d_rows, n, width_,
                            in_order ? d_x + at(begin, width_) : d_x,
                            in_order ? nullptr : tokens.rows + begin);
  }
}

// scaled_h = folded_h gain scale; d_scaled becomes the gradient with respect to folded.
template <class T>
void EgoMixture<T>::scale_query_backward(const T* parameters, const T* folded, T* d_scaled,
                                         T* gradient) const {
  const T* gain = parameters + norm_.gain.offset;
  T* d_gain = gradient + norm_.gain.offset;
  const Lanes<T> scale(scale_);
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> g = group.load(gain);
    Lanes<T> sum = group.load(d_gain);
    for (int h = 0; h < heads_; ++h) {
      T* d_row = d_scaled + at(h, width_);
      const Lanes<T> d = group.load(d_row) * scale;
      sum = multiply_add(d, group.load(folded + at(h, width_)), sum);
      group.store(d * g, d_row);
    }
    group.store(sum, d_gain);
  });
}

template class EgoMixture<float>;
template class EgoMixture<double>;

}  // namespace saccade::nn
