// A normal number, which is limited to the range for the environment alone: the mean may lie
// beyond it.
#pragma once

#include "agents/heads/continuous/continuous_distribution.h"

namespace saccade {

/// The shape: mean, log of the deviation.  Recorded is what was sampled, not limited.
template <class T>
class GaussianDistribution final : public ContinuousDistribution<T> {
 public:
  float sample(T mean, T log_std, Rng& rng) const override;
  float greedy(T mean, T log_std) const override;
  float to_units(float recorded) const override { return recorded; }
  T log_prob(const ShapeView<T>& shape, std::span<const float> recorded) const override;
  T entropy(const ShapeView<T>& shape) const override;
  double divergence(const ShapeView<T>& of, const ShapeView<T>& from) const override;
  void backward(const ShapeView<T>& shape, std::span<const float> recorded, T d_log_prob,
                T d_entropy, std::span<T> d_mean, T* d_log_std) const override;
  ShapeMoments moments(T mean, T log_std) const override;
};

}  // namespace saccade
