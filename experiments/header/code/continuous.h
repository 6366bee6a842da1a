// Continuous actions.  A distribution is over numbers of which [-1, 1] is the range.
#pragma once

#include <cstddef>

//@if gsde
#include "experiments/header/code/functions/square_root.h"
//@end
//@if state_deviation
#include "experiments/header/code/functions/exponential.h"
//@end
//@if tanh_gaussian
#include "experiments/header/code/functions/hyperbolic.h"
#include "experiments/header/code/functions/square_root.h"
//@end
//@if beta
#include "experiments/header/code/functions/exponential.h"
#include "experiments/header/code/functions/logarithm.h"
#include "experiments/header/code/functions/square_root.h"
//@end

namespace saccade::header_code {

/// What is done when nothing is left to chance, and the moments of what is sampled in training.
struct Outcome {
  float best, mean, deviation;
};

/// From low to high: middle + half u for u in [-1, 1].
struct Scale {
  float low, high, middle, half;
};

inline float in_range(const Scale& scale, float u) {
  if (!(u > -1)) return scale.low;
  return u >= 1 ? scale.high : scale.middle + u * scale.half;
}

/// Numbers of one dimension, in the environment's units.
inline void set_numbers(const Scale& scale, const Outcome& outcome, float& action, float& mean,
                        float& deviation) {
  action = in_range(scale, outcome.best);
  mean = scale.middle + outcome.mean * scale.half;
  deviation = outcome.deviation * scale.half;
}

//@if gaussian
inline Outcome gaussian(float mean, float deviation) {
  return {mean, mean, deviation};
}
//@end

//@if tanh_gaussian
/// tanh of a normal number; its moments by the trapezoidal rule.
inline Outcome tanh_gaussian(float mean, float deviation) {
  // Weights of a standard normal number at 0, 1/2, ... 6.
  constexpr float kWeights[] = {1.994711403e-1F, 1.760326634e-1F, 1.209853623e-1F, 6.475879785e-2F,
                                2.699548326e-2F, 8.764150249e-3F, 2.215924207e-3F, 4.363413476e-4F,
                                6.691511290e-5F, 7.991870556e-6F, 7.433597576e-7F, 5.384880023e-8F,
                                3.037941426e-9F};
  float y[25], weights[25];
  float centre = 0, variance = 0;
  for (std::size_t i = 0; i < 25; ++i) {
    const float z = 0.5F * static_cast<float>(i) - 6;
    y[i] = hyperbolic_tangent(mean + deviation * z);
    weights[i] = kWeights[i < 12 ? 12 - i : i - 12];
    centre += weights[i] * y[i];
  }
  for (std::size_t i = 0; i < 25; ++i) variance += weights[i] * (y[i] - centre) * (y[i] - centre);
  return {hyperbolic_tangent(mean), centre, square_root(variance)};
}
//@end

//@if beta
inline float softplus(float x) {
  return (x > 0 ? x : 0) + log_one_plus(exponential(x > 0 ? -x : x));
}

/// 2 x - 1 of x Beta(1 + softplus(first), 1 + softplus(second)); the best is the mode.
inline Outcome beta(float first, float second) {
  constexpr float kMost = 1 - 0x1p-24F;
  const float a = softplus(first), b = softplus(second);
  float mode = a + b > 0 ? a / (a + b) : 0.5F;
  if (first < -30 && second < -30) mode = 1 / (1 + exponential(second - first));  // Both nearly 0.
  const float best = 2 * mode - 1, limited = best < kMost ? best : kMost;
  const float mean = (1 + a) / (2 + a + b);
  const float variance = mean * ((1 + b) / (2 + a + b)) / (3 + a + b);
  return {limited > -kMost ? limited : -kMost, 2 * mean - 1, 2 * square_root(variance)};
}
//@end

//@if gsde
/// Deviations [kSize] of noise that is a function of z [n]: squares are those [n x kSize] of its
/// factors.
template <std::size_t kSize>
inline void deviations_of(const float* z, std::size_t n, const float* squares, float* deviations) {
  for (std::size_t i = 0; i < kSize; ++i) deviations[i] = 1e-6F;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < kSize; ++i) deviations[i] += z[j] * z[j] * squares[j * kSize + i];
  }
  for (std::size_t i = 0; i < kSize; ++i) deviations[i] = square_root(deviations[i]);
}
//@end

}  // namespace saccade::header_code
