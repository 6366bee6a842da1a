// A normal number u squashed into the range: y = tanh(u) (Haarnoja et al. 2018, appendix C).
//
//   log p(y) = log N(u; mean, deviation) - log(1 - tanh(u)^2)
//   log(1 - tanh(u)^2) = 2 (log 2 - |u| - log(1 + exp(-2 |u|)))       which no u makes infinite
//
// The entropy has no closed form.  It is that of the normal number plus the mean of
// log(1 - tanh(u)^2), which a sum over 25 points of u gives, the same ones always: no sampling, and
// the gradient is exactly the sum's.  For deviations up to 2 it is right to 1e-4 nats, up to 4 to
// 1e-2; beyond that it is coarser.
#pragma once

#include "agents/heads/continuous/continuous_distribution.h"

namespace saccade {

/// The shape: mean and log of the deviation of u.  Recorded is u: y forgets what lies far out.  The
/// best guess is the median, tanh(mean): the density's mode may lie at an end of the range.
template <class T>
class TanhGaussianDistribution final : public ContinuousDistribution<T> {
 public:
  float sample(T mean, T log_std, Rng& rng) const override;
  float greedy(T mean, T log_std) const override;
  float to_units(float recorded) const override;
  T log_prob(const ShapeView<T>& shape, std::span<const float> recorded) const override;
  T entropy(const ShapeView<T>& shape) const override;
  double divergence(const ShapeView<T>& of, const ShapeView<T>& from) const override;
  void backward(const ShapeView<T>& shape, std::span<const float> recorded, T d_log_prob,
                T d_entropy, std::span<T> d_mean, T* d_log_std) const override;
  ShapeMoments moments(T mean, T log_std) const override;
};

}  // namespace saccade
