#include "agents/heads/continuous/gaussian_distribution.h"

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>

#include "agents/heads/continuous/continuous_kinds.h"
#include "nn/heads/distributions.h"

namespace saccade {

// A new distribution for each draw, so that no second value is kept back in it.
template <class T>
float GaussianDistribution<T>::sample(T mean, T log_std, Rng& rng) const {
  const double deviation = std::exp(static_cast<double>(log_std));
  if (std::isnan(deviation)) return std::numeric_limits<float>::quiet_NaN();
  boost::random::normal_distribution<double> normal(static_cast<double>(mean), deviation);
  return static_cast<float>(normal(rng));
}

template <class T>
float GaussianDistribution<T>::greedy(T mean, T /*log_std*/) const {
  return static_cast<float>(mean);
}

template <class T>
T GaussianDistribution<T>::log_prob(const ShapeView<T>& shape,
                                    std::span<const float> recorded) const {
  return nn::gaussian_log_prob(shape.first, shape.second, recorded);
}

template <class T>
T GaussianDistribution<T>::entropy(const ShapeView<T>& shape) const {
  return nn::gaussian_entropy(shape.second);
}

template <class T>
double GaussianDistribution<T>::divergence(const ShapeView<T>& of, const ShapeView<T>& from) const {
  return nn::gaussian_divergence(of.first, of.second, from.first, from.second);
}

template <class T>
void GaussianDistribution<T>::backward(const ShapeView<T>& shape, std::span<const float> recorded,
                                       T d_log_prob, T d_entropy, std::span<T> d_mean,
                                       T* d_log_std) const {
  nn::gaussian_backward(shape.first, shape.second, recorded, d_log_prob, d_entropy, d_mean,
                        d_log_std);
}

template <class T>
ShapeMoments GaussianDistribution<T>::moments(T mean, T log_std) const {
  return {static_cast<float>(mean), static_cast<float>(std::exp(log_std))};
}

template class GaussianDistribution<float>;
template class GaussianDistribution<double>;

ContinuousKind gaussian_kind() {
  return {.name = "gaussian",
          .summary = "a normal, limited to the range",
          .has_deviation = true,
          .make_float = make_continuous_kind<GaussianDistribution<float>, float>,
          .make_double = make_continuous_kind<GaussianDistribution<double>, double>};
}

}  // namespace saccade
