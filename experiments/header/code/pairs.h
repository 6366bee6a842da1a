// What is known of a query and each of its keys: whether they are alike, how far and which way the
// key is, and how it moves.
#pragma once

#include <cstddef>
#include <cstdint>

#include "experiments/header/code/functions/logarithm.h"
#include "experiments/header/code/places.h"
#include "experiments/header/code/rows.h"

namespace saccade::header_code {

constexpr std::size_t kPairFeatures = 8;

/// Features of one pair into every `stride`-th number; what depends on something unknown is 0.
inline void describe_pair(const Work& work, std::size_t query, std::size_t key, std::size_t stride,
                          float* f) {
  for (std::size_t i = 0; i < kPairFeatures; ++i) f[i * stride] = 0;
  if (work.types[query] == work.types[key]) f[0] = 1;
  const unsigned known = work.known[query] & work.known[key];
  if ((known & kPlaceKnown) == 0) return;
  const float* const at = work.motion + 4 * query;
  const float* const other = work.motion + 4 * key;
  const float x = other[0] - at[0], y = other[1] - at[1];
  const float distance = square_root(x * x + y * y);
  f[stride] = log_one_plus(distance);
  f[2 * stride] = 1 / (1 + distance);
  const float scale = distance > 0 ? 1 / distance : 0;
  f[3 * stride] = x * scale;
  f[4 * stride] = y * scale;
  if ((known & kVelocityKnown) == 0) return;
  const float drift_x = other[2] - at[2], drift_y = other[3] - at[3];
  const float squash = 1 / (1 + square_root(drift_x * drift_x + drift_y * drift_y));
  f[5 * stride] = drift_x * squash;
  f[6 * stride] = drift_y * squash;
  f[7 * stride] = -(f[5 * stride] * f[3 * stride] + f[6 * stride] * f[4 * stride]);
}

/// Of a query and the keys [n] from token `first` on: work.pairs.
inline void describe_pairs(const Work& work, std::size_t query, std::size_t first, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    describe_pair(work, query, first + i, work.capacity, work.pairs + i);
  }
}

//@if pair_bias
/// scores [n] += the features of each pair, weighed by [kPairFeatures] numbers of a head.
inline void add_pair_bias(const Work& work, const float* weight, std::size_t n, float* scores) {
  for (std::size_t f = 0; f < kPairFeatures; ++f) {
    const float* const feature = work.pairs + f * work.capacity;
    for (std::size_t i = 0; i < n; ++i) scores[i] += weight[f] * feature[i];
  }
}
//@end

//@if pair_value
/// mixed [kHeadWidth] += the mean of the features under weights [n], times [8 x kHeadWidth] of a
/// matrix with kWidth columns.
inline void add_pair_value(const Work& work, const float* weights, std::size_t n,
                           const float* matrix, float* mixed) {
  float means[kPairFeatures] = {};
  for (std::size_t f = 0; f < kPairFeatures; ++f) {
    const float* const feature = work.pairs + f * work.capacity;
    for (std::size_t i = 0; i < n; ++i) means[f] += weights[i] * feature[i];
  }
  add_product<kHeadWidth, kWidth>(means, kPairFeatures, 1, kPairFeatures, matrix, mixed);
}
//@end

}  // namespace saccade::header_code
