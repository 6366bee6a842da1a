#include "agents/heads/continuous/tanh_gaussian_distribution.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "agents/heads/continuous/continuous_kinds.h"
#include "nn/heads/distributions.h"

namespace saccade {
namespace {

/// A point of a standard normal number, and its weight in a mean.
struct QuadraturePoint {
  double z, weight;
};

// The trapezoidal rule, whose error for a smooth function of a normal number falls exponentially
// with the step (Trefethen & Weideman 2014).
std::array<QuadraturePoint, 25> make_points() {
  std::array<QuadraturePoint, 25> points{};
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double z = 0.5 * static_cast<double>(i) - 6;
    points[i] = {z, std::exp(-z * z / 2)};
    sum += points[i].weight;
  }
  for (QuadraturePoint& point : points) point.weight /= sum;
  return points;
}

/// The mean of a function of u.
template <class Function>
double mean_over(double mean, double log_std, const Function& function) {
  static const std::array<QuadraturePoint, 25> kPoints = make_points();
  const double deviation = std::exp(log_std);
  double sum = 0;
  for (const QuadraturePoint& point : kPoints) {
    sum += point.weight * function(mean + deviation * point.z, point.z);
  }
  return sum;
}

/// log(1 - tanh(u)^2)
double log_derivative(double u) {
  const double size = std::abs(u);
  return 2 * (std::numbers::ln2 - size - std::log1p(std::exp(-2 * size)));
}

}  // namespace

template <class T>
float TanhGaussianDistribution<T>::sample(T mean, T log_std, Rng& rng) const {
  const double deviation = std::exp(static_cast<double>(log_std));
  return static_cast<float>(static_cast<double>(mean) + deviation * rng.normal());
}

template <class T>
float TanhGaussianDistribution<T>::greedy(T mean, T /*log_std*/) const {
  return static_cast<float>(mean);
}

template <class T>
float TanhGaussianDistribution<T>::to_units(float recorded) const {
  return static_cast<float>(std::tanh(static_cast<double>(recorded)));
}

template <class T>
T TanhGaussianDistribution<T>::log_prob(const ShapeView<T>& shape,
                                        std::span<const float> recorded) const {
  T sum = nn::gaussian_log_prob(shape.first, shape.second, recorded);
  for (const float u : recorded) sum -= static_cast<T>(log_derivative(static_cast<double>(u)));
  return sum;
}

template <class T>
T TanhGaussianDistribution<T>::entropy(const ShapeView<T>& shape) const {
  T sum = nn::gaussian_entropy(shape.second);
  for (std::size_t i = 0; i < shape.first.size(); ++i) {
    sum += static_cast<T>(mean_over(static_cast<double>(shape.first[i]),
                                    static_cast<double>(shape.second[i]),
                                    [](double u, double /*z*/) { return log_derivative(u); }));
  }
  return sum;
}

// Squashing both alike changes nothing.
template <class T>
double TanhGaussianDistribution<T>::divergence(const ShapeView<T>& of,
                                               const ShapeView<T>& from) const {
  return nn::gaussian_divergence(of.first, of.second, from.first, from.second);
}

template <class T>
void TanhGaussianDistribution<T>::backward(const ShapeView<T>& shape,
                                           std::span<const float> recorded, T d_log_prob,
                                           T d_entropy, std::span<T> d_mean, T* d_log_std) const {
  nn::gaussian_backward(shape.first, shape.second, recorded, d_log_prob, d_entropy, d_mean,
                        d_log_std);
  if (d_entropy == T{0}) return;
  for (std::size_t i = 0; i < shape.first.size(); ++i) {
    const auto mean = static_cast<double>(shape.first[i]);
    const auto log_std = static_cast<double>(shape.second[i]);
    // H = log_std + const + mean of log(1 - tanh(u)^2), u = mean + exp(log_std) z
    const auto slope = [](double u, double /*z*/) { return -2 * std::tanh(u); };
    const auto slope_z = [](double u, double z) { return -2 * std::tanh(u) * z; };
    d_mean[i] += d_entropy * static_cast<T>(mean_over(mean, log_std, slope));
    d_log_std[i] +=
        d_entropy * static_cast<T>(std::exp(log_std) * mean_over(mean, log_std, slope_z));
  }
}

template <class T>
ShapeMoments TanhGaussianDistribution<T>::moments(T mean, T log_std) const {
  const auto of_power = [&](int power) {
    return mean_over(static_cast<double>(mean), static_cast<double>(log_std),
                     [power](double u, double /*z*/) { return std::pow(std::tanh(u), power); });
  };
  const double centre = of_power(1);
  const double variance = std::max(0.0, of_power(2) - centre * centre);
  return {static_cast<float>(centre), static_cast<float>(std::sqrt(variance))};
}

template class TanhGaussianDistribution<float>;
template class TanhGaussianDistribution<double>;

ContinuousKind tanh_gaussian_kind() {
  return {.name = "tanh_gaussian",
          .summary = "a normal, squashed into the range by tanh (Haarnoja et al. 2018)",
          .has_deviation = true,
          .make_float = make_continuous_kind<TanhGaussianDistribution<float>, float>,
          .make_double = make_continuous_kind<TanhGaussianDistribution<double>, double>};
}

}  // namespace saccade
