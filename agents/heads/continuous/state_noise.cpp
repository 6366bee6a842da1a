#include "agents/heads/continuous/state_noise.h"

#include <cmath>

#include "nn/layers/initialise.h"

namespace saccade {
namespace {

constexpr double kConstant = 1e-3;  // Deviation where z is 0; its square is that of SB3.

}  // namespace

template <class T>
StateNoise<T>::StateNoise(nn::ParameterLayout& layout, const std::string& name, int width,
                          int dimensions)
    : width_(static_cast<std::size_t>(width)),
      dimensions_(static_cast<std::size_t>(dimensions)),
      log_sigma_(layout.add(name, width, dimensions)) {}

template <class T>
void StateNoise<T>::initialise(T* parameters, double log_std) const {
  nn::fill_constant(parameters, log_sigma_, log_std - std::log(static_cast<double>(width_)) / 2);
}

template <class T>
void StateNoise<T>::forward(const T* parameters, const T* features, int samples,
                            StateNoisePass<T>& pass) const {
  pass.features = features;
  T* sigma = pass.sigma.resize(log_sigma_.size());
  for (std::size_t i = 0; i < pass.sigma.size(); ++i) {
    sigma[i] = std::exp(parameters[log_sigma_.offset + i]);
  }
  T* log_std = pass.log_std.resize(samples, static_cast<int>(dimensions_));
  pass.d_log_std.resize(pass.log_std.size());
  for (int s = 0; s < samples; ++s, features += width_, log_std += dimensions_) {
    for (std::size_t i = 0; i < dimensions_; ++i) {
      T variance = static_cast<T>(kConstant * kConstant);
      for (std::size_t j = 0; j < width_; ++j) {
        const T part = features[j] * sigma[j * dimensions_ + i];
        variance += part * part;
      }
      log_std[i] = std::log(variance) / 2;
    }
  }
}

template <class T>
T StateNoise<T>::noise(const StateNoisePass<T>& pass, std::size_t sample, std::size_t dimension,
                       std::span<const float> held) const {
  const T* features = pass.features + sample * width_;
  T sum = static_cast<T>(kConstant) * static_cast<T>(held[width_ * dimensions_ + dimension]);
  for (std::size_t j = 0; j < width_; ++j) {
    const std::size_t at = j * dimensions_ + dimension;
    sum += features[j] * (pass.sigma.data()[at] * static_cast<T>(held[at]));
  }
  return sum;
}

// d log s / d part_j = part_j / s^2 with part_j = z_j sigma_j: this is what both gradients share.
template <class T>
T StateNoise<T>::scaled_gradient(const StateNoisePass<T>& pass, std::size_t sample,
                                 std::size_t dimension) const {
  const std::size_t at = sample * dimensions_ + dimension;
  const T d = pass.d_log_std.data()[at];
  return d == T{0} ? T{0} : d * std::exp(-2 * pass.log_std.data()[at]);
}

template <class T>
void StateNoise<T>::backward(const StateNoisePass<T>& pass, int samples, T* gradient) const {
  T* d_log_sigma = gradient + log_sigma_.offset;
  for (std::size_t s = 0; s < static_cast<std::size_t>(samples); ++s) {
    const T* features = pass.features + s * width_;
    for (std::size_t i = 0; i < dimensions_; ++i) {
      const T d = scaled_gradient(pass, s, i);
      for (std::size_t j = 0; j < width_; ++j) {
        const std::size_t at = j * dimensions_ + i;
        // log s = log(sum of (z_j exp(log_sigma_j))^2 + ...) / 2
        const T part = features[j] * pass.sigma.data()[at];
        d_log_sigma[at] += d * part * part;
      }
    }
  }
}

template <class T>
void StateNoise<T>::backward_features(const StateNoisePass<T>& pass, int samples,
                                      T* d_features) const {
  for (std::size_t s = 0; s < static_cast<std::size_t>(samples); ++s) {
    const T* features = pass.features + s * width_;
    for (std::size_t i = 0; i < dimensions_; ++i) {
      const T d = scaled_gradient(pass, s, i);
      for (std::size_t j = 0; j < width_; ++j) {
        // log s = log(sum of (z_j sigma_j)^2 + ...) / 2
        const T sigma = pass.sigma.data()[j * dimensions_ + i];
        d_features[s * width_ + j] += d * (features[j] * sigma) * sigma;
      }
    }
  }
}

template class StateNoise<float>;
template class StateNoise<double>;

}  // namespace saccade
