// How the numbers of a continuous action are distributed, dimension by dimension independently.
//
// Each dimension has a shape of two numbers, which the head takes from a readout or from
// parameters: a mean and the log of a deviation, say.  What is sampled is recorded as the
// distribution likes it (a normal number before it is squashed, say).  Everything else is in units
// of which [-1, 1] spans the action's range (action_range.h): densities, entropies and moments.
#pragma once

#include <span>

#include "envs/core/random.h"

namespace saccade {

/// Of one sample, [dimensions] each.
template <class T>
struct ShapeView {
  std::span<const T> first, second;
};

/// Of one dimension, in units of which [-1, 1] spans the range.
struct ShapeMoments {
  float mean, deviation;
};

/// A kind of distribution; it has no state.  T: float in use, double in checks.
template <class T>
class ContinuousDistribution {
 public:
  virtual ~ContinuousDistribution() = default;

  /// One dimension's number as it is recorded.
  virtual float sample(T first, T second, Rng& rng) const = 0;
  /// The number that stands for the best guess, when nothing is to be left to chance.
  virtual float greedy(T first, T second) const = 0;
  /// From what is recorded to units of which [-1, 1] spans the range; perhaps beyond them.
  virtual float to_units(float recorded) const = 0;

  /// The log-density of recorded numbers [dimensions], in those units.
  virtual T log_prob(const ShapeView<T>& shape, std::span<const float> recorded) const = 0;
  /// Nats, of the density in those units.
  virtual T entropy(const ShapeView<T>& shape) const = 0;
  /// The Kullback-Leibler divergence of one shape from another, nats.
  virtual double divergence(const ShapeView<T>& of, const ShapeView<T>& from) const = 0;
  /// Of d_log_prob * log_prob + d_entropy * entropy: overwrites d_first [dimensions], adds to
  /// d_second [dimensions].
  virtual void backward(const ShapeView<T>& shape, std::span<const float> recorded, T d_log_prob,
                        T d_entropy, std::span<T> d_first, T* d_second) const = 0;

  /// For people.
  virtual ShapeMoments moments(T first, T second) const = 0;
};

}  // namespace saccade
