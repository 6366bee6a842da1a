#include "nn/attention/attention_softmax.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <type_traits>
#include <utility>

#include "nn/attention/attention_kinds.h"
#include "nn/kernels/row_ops.h"

namespace saccade::nn {
namespace {

// SplitMix64 (Steele et al. 2014): a bijection that scatters neighbouring numbers.  The
// seeds of episodes have it too (envs/core/random.h), but nn includes no other floor.
std::uint64_t scatter(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// Bit patterns of numbers as integers that stand in the order of the numbers, and back: its own
// inverse.
template <class Integer>
Integer reorder(Integer bits) {
  return bits >= 0 ? bits : bits ^ std::numeric_limits<Integer>::max();
}

template <class T>
int count_at_least(T bound, const T* numbers, int n) {
  const Lanes<T> nothing(std::numeric_limits<T>::quiet_NaN());  // Reaches no bound.
  const Lanes<T> one(T{1});
  const Lanes<T> zero(T{0});
  Lanes<T> sum = zero;
  for_groups<T>(n, [&](auto group) {
    sum += xsimd::select(group.load(numbers, nothing) >= Lanes<T>(bound), one, zero);
  });
  return static_cast<int>(sum_lanes(sum));
}

template <class T>
std::pair<T, T> range_of(const T* numbers, int n) {
  const Lanes<T> first(numbers[0]);
  Lanes<T> least = first;
  Lanes<T> most = first;
  for_groups<T>(n, [&](auto group) {
    const Lanes<T> x = group.load(numbers, first);
    least = xsimd::min(least, x);
    most = xsimd::max(most, x);
  });
  std::array<T, kLanes<T>> lows, highs;
  least.store_unaligned(lows.data());
  most.store_unaligned(highs.data());
  return {*std::min_element(lows.begin(), lows.end()),
          *std::max_element(highs.begin(), highs.end())};
}

// The largest bound that k of n >= k numbers reach, or any that exactly k of them do.  Halves the
// range of bit patterns, which takes a few passes of comparisons instead of sorting.
template <class T>
T bound_of_largest(int k, int n, const T* numbers) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  const auto [least, most] = range_of(numbers, n);
  Bits low = reorder(std::bit_cast<Bits>(least));  // Reached by k at least.
  Bits high = reorder(std::bit_cast<Bits>(most));  // Above it nothing is reached.
  while (low < high) {
    const Bits middle = low + static_cast<Bits>((static_cast<std::make_unsigned_t<Bits>>(high) -
                                                 static_cast<std::make_unsigned_t<Bits>>(low)) /
                                                    2 +
                                                1);
    const T bound = std::bit_cast<T>(reorder(middle));
    const int count = count_at_least(bound, numbers, n);
    if (count == k) return bound;
    if (count > k) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return std::bit_cast<T>(reorder(low));
}

// All but the k largest scores become -infinity; among equals the first are kept.
template <class T>
void keep_largest(int k, int n, T* scores) {
  if (k <= 0 || n <= k) return;
  const T bound = bound_of_largest(k, n, scores);
  int surplus = count_at_least(bound, scores, n) - k;
  constexpr T kDropped = -std::numeric_limits<T>::infinity();
  for_groups<T>(n, [&](auto group) {
    const Lanes<T> x = group.load(scores);
    group.store(xsimd::select(x >= Lanes<T>(bound), x, Lanes<T>(kDropped)), scores);
  });
  // Equals of the bound, from the last; among NaNs there may be fewer than counted.
  for (int i = n; surplus > 0 && i-- > 0;) {
    if (scores[i] != bound) continue;
    scores[i] = kDropped;
    --surplus;
  }
}

}  // namespace

template <class T>
AttentionSoftmax<T>::AttentionSoftmax(const AttentionConfig& config, int heads, int layer,
                                      const std::string& name, ParameterLayout& layout)
    : layer_(layer),
      keep_(config.kind->keeps_k ? config.k : 0),
      dropout_(config.dropout),
      describes_(config.pair_bias || config.pair_value),
      has_bias_(config.pair_bias) {
  if (has_bias_) bias_ = PairBias<T>::create(layout, name + ".pair_bias", heads);
}

template <class T>
void AttentionSoftmax<T>::initialise(T* parameters) const {
  if (has_bias_) bias_.initialise(parameters);
}

template <class T>
void AttentionSoftmax<T>::describe(const AttentionBatch<T>& batch, const QueryKeys& keys,
                                   T* features) const {
  if (describes_) pair_features(batch, keys, features);
}

template <class T>
void AttentionSoftmax<T>::forward(const T* parameters, int head, const T* features,
                                  const QueryKeys& keys, T* scores) const {
  if (keys.count == 0) return;
  if (has_bias_) bias_.forward(parameters, head, features, keys.count, scores);
  keep_largest(keep_, keys.count, scores);
  softmax_row(scores, keys.count);
}

template <class T>
void AttentionSoftmax<T>::backward(const T* weights, int head, const T* features,
                                   const QueryKeys& keys, T* d, T* gradient) const {
  // A score that was not kept has weight 0, and so no gradient.
  softmax_row_backward(weights, keys.count, d);
  if (has_bias_) bias_.backward(head, features, keys.count, d, gradient);
}

template <class T>
void AttentionSoftmax<T>::drop(const AttentionBatch<T>& batch, int head, const QueryKeys& keys,
                               const T* weights, T* dropped) const {
  constexpr double kRange = 18446744073709551616.0;  // 2^64
  const auto threshold = static_cast<std::uint64_t>(dropout_ * kRange);
  const T scale = static_cast<T>(1 / (1 - dropout_));
  std::uint64_t stream = scatter(batch.dropout_seeds[keys.sample]);
  for (const int part : {layer_, head, keys.query}) {
    stream = scatter(stream ^ static_cast<std::uint64_t>(part));
  }
  for (int i = 0; i < keys.count; ++i) {
    const bool keeps = scatter(stream + static_cast<std::uint64_t>(keys.key(i))) >= threshold;
    dropped[i] = keeps ? weights[i] * scale : T{0};
  }
}

template class AttentionSoftmax<float>;
template class AttentionSoftmax<double>;

}  // namespace saccade::nn
