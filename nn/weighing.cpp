#include "nn/weighing.h"

#include <algorithm>
#include <limits>

#include "nn/row_ops.h"

namespace saccade::nn {
namespace {

// SplitMix64 (Steele et al. 2014): a bijection that scatters neighbouring numbers.
std::uint64_t scatter(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// All but the k largest scores become -infinity; among equals the first are kept.
template <class T>
void keep_largest(int k, int n, T* scores, std::vector<T>& order) {
  if (k <= 0 || n <= k) return;
  order.assign(scores, scores + n);
  std::nth_element(order.begin(), order.begin() + (k - 1), order.end(), std::greater<>());
  const T least = order[static_cast<std::size_t>(k) - 1];
  int equals =
      k - static_cast<int>(std::count_if(scores, scores + n, [least](T x) { return x > least; }));
  for (int i = 0; i < n; ++i) {
    if (scores[i] > least || (scores[i] == least && equals-- > 0)) continue;
    scores[i] = -std::numeric_limits<T>::infinity();
  }
}

}  // namespace

template <class T>
Weighing<T>::Weighing(const AttentionConfig& config, int heads, int layer, const std::string& name,
                      ParameterLayout& layout)
    : layer_(layer),
      keep_(config.kind == AttentionKind::kTopK ? config.k : 0),
      dropout_(config.dropout),
      has_bias_(config.pair_bias) {
  if (has_bias_) bias_ = PairBias<T>::create(layout, name + ".pair_bias", heads);
}

template <class T>
void Weighing<T>::initialise(T* parameters) const {
  if (has_bias_) bias_.initialise(parameters);
}

template <class T>
void Weighing<T>::describe(const Pairing<T>& pairing, const QueryKeys& keys, T* features) const {
  if (has_bias_) pair_features(pairing, keys, features);
}

template <class T>
void Weighing<T>::forward(const T* parameters, int head, const T* features, const QueryKeys& keys,
                          T* scores, std::vector<T>& order) const {
  if (keys.count == 0) return;
  if (has_bias_) bias_.forward(parameters, head, features, keys.count, scores);
  keep_largest(keep_, keys.count, scores, order);
  softmax_row(scores, keys.count);
}

template <class T>
void Weighing<T>::backward(const T* weights, int head, const T* features, const QueryKeys& keys,
                           T* d, T* gradient) const {
  // A score that was not kept has weight 0, and so no gradient.
  softmax_row_backward(weights, keys.count, d);
  if (has_bias_) bias_.backward(head, features, keys.count, d, gradient);
}

template <class T>
void Weighing<T>::drop(const Pairing<T>& pairing, int head, const QueryKeys& keys, const T* weights,
                       T* dropped) const {
  constexpr double kRange = 18446744073709551616.0;  // 2^64
  const auto threshold = static_cast<std::uint64_t>(dropout_ * kRange);
  const T scale = static_cast<T>(1 / (1 - dropout_));
  std::uint64_t stream = scatter(pairing.dropout_seeds[keys.sample]);
  for (const int part : {layer_, head, keys.query}) {
    stream = scatter(stream ^ static_cast<std::uint64_t>(part));
  }
  for (int i = 0; i < keys.count; ++i) {
    const bool keeps = scatter(stream + static_cast<std::uint64_t>(keys.key(i))) >= threshold;
    dropped[i] = keeps ? weights[i] * scale : T{0};
  }
}

template class Weighing<float>;
template class Weighing<double>;

}  // namespace saccade::nn
