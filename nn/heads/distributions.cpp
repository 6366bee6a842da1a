#include "nn/heads/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace saccade::nn {
namespace {

template <class T>
constexpr T kNever = -std::numeric_limits<T>::infinity();

// log sqrt(2 pi)
template <class T>
const T kHalfLogTwoPi = std::log(2 * std::numbers::pi_v<T>) / 2;

}  // namespace

template <class T>
void log_softmax(std::span<T> logits, std::span<const std::uint8_t> allowed) {
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    if (allowed[i] == 0) logits[i] = kNever<T>;
  }
  T largest = kNever<T>;
  for (const T logit : logits) largest = std::max(largest, logit);
  if (largest == kNever<T>) return;

  T sum = 0;
  for (const T logit : logits) sum += std::exp(logit - largest);
  const T normaliser = largest + std::log(sum);
  for (T& logit : logits) logit -= normaliser;
}

template <class T>
T categorical_log_prob(std::span<const T> log_probs, int action) {
  return action < 0 ? T{0} : log_probs[static_cast<std::size_t>(action)];
}

template <class T>
T categorical_entropy(std::span<const T> log_probs) {
  T entropy = 0;
  for (const T log_prob : log_probs) {
    if (log_prob != kNever<T>) entropy -= std::exp(log_prob) * log_prob;
  }
  return entropy;
}

template <class T>
int categorical_sample(std::span<const T> log_probs, double uniform) {
  int last = -1;
  double cumulative = 0;
  for (std::size_t i = 0; i < log_probs.size(); ++i) {
    if (log_probs[i] == kNever<T>) continue;
    last = static_cast<int>(i);
    cumulative += std::exp(static_cast<double>(log_probs[i]));
    if (cumulative > uniform) return last;
  }
  return last;  // Rounding left the sum a little below 1.
}

template <class T>
int categorical_mode(std::span<const T> log_probs) {
  const auto best = std::max_element(log_probs.begin(), log_probs.end());
  if (best == log_probs.end() || *best == kNever<T>) return -1;
  return static_cast<int>(best - log_probs.begin());
}

template <class T>
void categorical_backward(std::span<const T> log_probs, int action, T d_log_prob, T d_entropy,
                          std::span<T> d_logits) {
  std::fill(d_logits.begin(), d_logits.end(), T{0});
  if (action < 0) return;
  const T entropy = categorical_entropy(log_probs);
  for (std::size_t i = 0; i < log_probs.size(); ++i) {
    if (log_probs[i] == kNever<T>) continue;
    const T p = std::exp(log_probs[i]);
    // log p_a = logit_a - log sum exp(logit);  H = -sum p log p
    d_logits[i] = -d_log_prob * p - d_entropy * p * (log_probs[i] + entropy);
  }
  d_logits[static_cast<std::size_t>(action)] += d_log_prob;
}

template <class T>
T gaussian_log_prob(std::span<const T> mean, std::span<const T> log_std,
                    std::span<const float> action) {
  T sum = 0;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const T z = (static_cast<T>(action[i]) - mean[i]) * std::exp(-log_std[i]);
    sum -= z * z / 2 + log_std[i] + kHalfLogTwoPi<T>;
  }
  return sum;
}

template <class T>
T gaussian_entropy(std::span<const T> log_std) {
  T sum = 0;
  for (const T value : log_std) sum += value + kHalfLogTwoPi<T> + T{0.5};
  return sum;
}

template <class T>
double gaussian_divergence(std::span<const T> mean, std::span<const T> log_std,
                           std::span<const T> other_mean, std::span<const T> other_log_std) {
  double sum = 0;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double shift = static_cast<double>(mean[i]) - static_cast<double>(other_mean[i]);
    const double log_ratio =
        static_cast<double>(log_std[i]) - static_cast<double>(other_log_std[i]);
    const double z = shift * std::exp(-static_cast<double>(other_log_std[i]));
    sum += (std::exp(2 * log_ratio) + z * z - 1) / 2 - log_ratio;
  }
  return std::max(sum, 0.0);
}

template <class T>
void gaussian_backward(std::span<const T> mean, std::span<const T> log_std,
                       std::span<const float> action, T d_log_prob, T d_entropy,
                       std::span<T> d_mean, T* d_log_std) {
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const T inverse_std = std::exp(-log_std[i]);
    const T z = (static_cast<T>(action[i]) - mean[i]) * inverse_std;
    // log p = -z^2 / 2 - log_std - const;  H = log_std + const
    d_mean[i] = d_log_prob * z * inverse_std;
    d_log_std[i] += d_log_prob * (z * z - 1) + d_entropy;
  }
}

#define SACCADE_INSTANTIATE(T)                                                                    \
  template void log_softmax(std::span<T>, std::span<const std::uint8_t>);                         \
  template T categorical_log_prob(std::span<const T>, int);                                       \
  template T categorical_entropy(std::span<const T>);                                             \
  template int categorical_sample(std::span<const T>, double);                                    \
  template int categorical_mode(std::span<const T>);                                              \
  template void categorical_backward(std::span<const T>, int, T, T, std::span<T>);                \
  template T gaussian_log_prob(std::span<const T>, std::span<const T>, std::span<const float>);   \
  template T gaussian_entropy(std::span<const T>);                                                \
  template double gaussian_divergence(std::span<const T>, std::span<const T>, std::span<const T>, \
                                      std::span<const T>);                                        \
  template void gaussian_backward(std::span<const T>, std::span<const T>, std::span<const float>, \
                                  T, T, std::span<T>, T*);

SACCADE_INSTANTIATE(float)
SACCADE_INSTANTIATE(double)
#undef SACCADE_INSTANTIATE

}  // namespace saccade::nn
