// A Beta variable x in (0, 1), spread over the range: y = 2 x - 1 (Chou, Maturana & Scherer 2017).
//
//   alpha = 1 + softplus(first), beta = 1 + softplus(second)           so that it has one peak
//   log p(y) = (alpha - 1) log x + (beta - 1) log(1 - x) - log B(alpha, beta) - log 2
//   H        = log B - (alpha - 1) psi(alpha) - (beta - 1) psi(beta)
//              + (alpha + beta - 2) psi(alpha + beta) + log 2
//   mode x   = (alpha - 1) / (alpha + beta - 2)
#pragma once

#include "agents/heads/continuous/continuous_distribution.h"

namespace saccade {

/// Recorded is y, at least 2^-24 from the ends of [-1, 1]: nothing lies beyond them, and the log of
/// its density is finite.  The best guess is the mode.
template <class T>
class BetaDistribution final : public ContinuousDistribution<T> {
 public:
  float sample(T first, T second, Rng& rng) const override;
  float greedy(T first, T second) const override;
  float to_units(float recorded) const override { return recorded; }
  T log_prob(const ShapeView<T>& shape, std::span<const float> recorded) const override;
  T entropy(const ShapeView<T>& shape) const override;
  double divergence(const ShapeView<T>& of, const ShapeView<T>& from) const override;
  void backward(const ShapeView<T>& shape, std::span<const float> recorded, T d_log_prob,
                T d_entropy, std::span<T> d_first, T* d_second) const override;
  ShapeMoments moments(T first, T second) const override;
};

}  // namespace saccade
