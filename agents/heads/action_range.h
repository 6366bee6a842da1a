// Continuous actions in the units of a policy and in those of an environment.
//
// A policy knows no ranges: its means, deviations, samples and log-probabilities are of numbers u,
// of which [-1, 1] spans the range [low, high] of the action's dimension:
//
//   value = middle + u half        middle = (low + high) / 2, half = (high - low) / 2
//
// What an environment gets is the value of u limited to [-1, 1]; what people see are values.
#pragma once

#include "envs/core/continuous_head.h"

namespace saccade {

/// One dimension of a continuous head.
class ActionRange {
 public:
  ActionRange(const ContinuousHead& head, std::size_t dimension)
      : low_(head.low[dimension]), high_(head.high[dimension]) {}

  /// What u stands for, within the range or not.
  float value(float u) const {
    return static_cast<float>(middle() + static_cast<double>(u) * half());
  }
  /// The same of a deviation from a mean.
  float deviation(float u) const { return static_cast<float>(static_cast<double>(u) * half()); }
  /// What the environment gets: `low` for u <= -1, `high` for u >= 1.
  float limited(float u) const {
    if (u <= -1) return low_;
    return u >= 1 ? high_ : value(u);
  }

 private:
  // In double: its rounding is far below a float's last digit, and the difference of large bounds
  // is finite.
  double middle() const { return (static_cast<double>(low_) + static_cast<double>(high_)) / 2; }
  double half() const { return (static_cast<double>(high_) - static_cast<double>(low_)) / 2; }

  float low_;
  float high_;
};

}  // namespace saccade
