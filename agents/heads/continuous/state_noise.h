// Noise that is a function of what the agent sees: generalised state-dependent exploration (gSDE),
// Raffin, Kober & Stulp 2020, "Smooth Exploration for Robotic Reinforcement Learning",
// arXiv:2005.05719.
//
// With z the vector that the head reads, noise and deviation of dimension i are
//
//   noise_i = sum_j theta_ji z_j + 1e-3 xi_i            theta_ji = sigma_ji xi_ji
//   s_i^2   = sum_j sigma_ji^2 z_j^2 + 1e-6
//
// where sigma is learned and all xi are standard normal numbers that an agent holds for some steps
// (held_noise.h): as long as they stay, equal z have equal noise.  The constant keeps s above 0
// where z is 0.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "nn/kernels/buffer.h"
#include "nn/layers/parameters.h"

namespace saccade {

/// What a forward leaves for sampling and for the backward.
template <class T>
struct StateNoisePass {
  const T* features = nullptr;  ///< [samples x width] z, which must stay.
  nn::Buffer<T> sigma;          ///< [width x dimensions]
  nn::Buffer<T> log_std;        ///< [samples x dimensions] log s
  nn::Buffer<T> d_log_std;      ///< [samples x dimensions] to be filled before a backward.
};

/// Immutable and shareable between threads.  T: float in use, double in checks.
template <class T>
class StateNoise {
 public:
  /// Adds the parameter `name` [width x dimensions], log sigma.
  StateNoise(nn::ParameterLayout& layout, const std::string& name, int width, int dimensions);

  /// So that s is exp(`log_std`) at first for vectors z whose mean square is 1, but for the
  /// constant below which no s lies.
  void initialise(T* parameters, double log_std) const;

  /// Normal numbers that an agent holds: xi_ji, row by row, then xi_i.
  std::size_t held_numbers() const { return (width_ + 1) * dimensions_; }

  /// Overwrites pass.log_std, given z of all samples.
  void forward(const T* parameters, const T* features, int samples, StateNoisePass<T>& pass) const;
  /// The noise of a dimension of one sample of the latest forward; `held` [held_numbers].
  T noise(const StateNoisePass<T>& pass, std::size_t sample, std::size_t dimension,
          std::span<const float> held) const;
  /// Given pass.d_log_std: adds to the gradient of log sigma.
  void backward(const StateNoisePass<T>& pass, int samples, T* gradient) const;
  /// The same for the gradient of z, [samples x width].
  void backward_features(const StateNoisePass<T>& pass, int samples, T* d_features) const;

 private:
  T scaled_gradient(const StateNoisePass<T>& pass, std::size_t sample, std::size_t dimension) const;

  std::size_t width_;
  std::size_t dimensions_;
  nn::Slice log_sigma_;
};

}  // namespace saccade
