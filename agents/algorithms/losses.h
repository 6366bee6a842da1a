// The losses of PPO (Schulman et al. 2017) for one sample, as pure functions with their
// derivatives.
#pragma once

#include <algorithm>
#include <cmath>

namespace saccade {

template <class T>
struct SurrogateLoss {
  /// -min(r A, clip(r, 1 - epsilon, 1 + epsilon) A), r the ratio of probabilities; with a
  /// `dual_clip` > 0 and A < 0 at most -dual_clip A (Ye et al. 2020).
  T loss = 0;
  T d_log_prob = 0;      ///< Derivative by the new log-probability.
  T kl = 0;              ///< (r - 1) - log r: estimates KL(old || new), never negative.
  bool clipped = false;  ///< Whether r left [1 - epsilon, 1 + epsilon].
};

template <class T>
SurrogateLoss<T> surrogate_loss(T log_prob, T old_log_prob, T advantage, T epsilon,
                                T dual_clip = 0) {
  const T log_ratio = log_prob - old_log_prob;
  const T ratio = std::exp(log_ratio);
  const T plain = ratio * advantage;
  const T limited = std::clamp(ratio, 1 - epsilon, 1 + epsilon) * advantage;
  SurrogateLoss<T> result;
  result.loss = -std::min(plain, limited);
  result.d_log_prob = plain <= limited ? -plain : T{0};
  result.kl = ratio - 1 - log_ratio;
  result.clipped = std::abs(ratio - 1) > epsilon;
  if (dual_clip > 0 && advantage < 0 && result.loss > -dual_clip * advantage) {
    result.loss = -dual_clip * advantage;
    result.d_log_prob = 0;
  }
  return result;
}

template <class T>
struct ValueLoss {
  T loss = 0;
  T d_value = 0;
};

/// (value - target)^2 / 2.  With `epsilon` > 0, the larger of that and the same for the value moved
/// from the old one by at most epsilon.  Within epsilon of the old one both are the same: the first
/// is taken there, since rounding could make the second larger and stop the gradient.
template <class T>
ValueLoss<T> value_loss(T value, T old_value, T target, T epsilon) {
  const T error = value - target;
  const ValueLoss<T> plain{error * error / 2, error};
  if (epsilon <= 0 || std::abs(value - old_value) <= epsilon) return plain;
  const T limited = old_value + std::clamp(value - old_value, -epsilon, epsilon) - target;
  if (limited * limited / 2 <= plain.loss) return plain;
  return {limited * limited / 2, T{0}};
}

}  // namespace saccade
