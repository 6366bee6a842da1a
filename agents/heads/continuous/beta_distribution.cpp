#include "agents/heads/continuous/beta_distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "agents/heads/continuous/continuous_kinds.h"
#include "nn/heads/special_functions.h"

namespace saccade {
namespace {

/// Of one dimension: what exceeds 1 of alpha and of beta, which keeps its digits where it is small.
struct Excess {
  template <class T>
  Excess(T first, T second)
      : a(nn::softplus(static_cast<double>(first))), b(nn::softplus(static_cast<double>(second))) {}

  double alpha() const { return 1 + a; }
  double beta() const { return 1 + b; }
  double sum() const { return 2 + a + b; }
  double log_beta() const {
    return nn::log_gamma(alpha()) + nn::log_gamma(beta()) - nn::log_gamma(sum());
  }

  double a, b;
};

/// The logs of x and 1 - x.
struct Logs {
  explicit Logs(float y)
      : x(std::log((1 + static_cast<double>(y)) / 2)),
        rest(std::log((1 - static_cast<double>(y)) / 2)) {}

  double x, rest;
};

// From x to y, kept off the ends.
float spread(double x) {
  constexpr double kMost = 1 - 0x1.0p-24;  // The largest float below 1.
  return static_cast<float>(std::clamp(2 * x - 1, -kMost, kMost));
}

// By Marsaglia & Tsang (2000), for shapes of at least 1.  The logarithm that decides how many
// numbers are drawn is the one of Rng::normal.
double sample_gamma(double shape, Rng& rng) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double z = rng.normal();
    const double root = 1 + c * z;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double log_uniform = detail::portable_log(1 - rng.uniform());  // Of (0, 1].
    if (log_uniform <= z * z / 2 + d * (1 - v + detail::portable_log(v))) return d * v;
  }
}

}  // namespace

template <class T>
float BetaDistribution<T>::sample(T first, T second, Rng& rng) const {
  const Excess excess(first, second);
  // Rejection would go on for ever; whoever sampled finds the NaN.
  if (!std::isfinite(excess.sum())) return std::numeric_limits<float>::quiet_NaN();
  const double of_alpha = sample_gamma(excess.alpha(), rng);
  const double of_beta = sample_gamma(excess.beta(), rng);
  return spread(of_alpha / (of_alpha + of_beta));
}

template <class T>
float BetaDistribution<T>::greedy(T first, T second) const {
  const Excess excess(first, second);
  const double both = excess.a + excess.b;
  return spread(both > 0 ? excess.a / both : 0.5);
}

template <class T>
T BetaDistribution<T>::log_prob(const ShapeView<T>& shape, std::span<const float> recorded) const {
  double sum = 0;
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    const Excess excess(shape.first[i], shape.second[i]);
    const Logs log(recorded[i]);
    sum += excess.a * log.x + excess.b * log.rest - excess.log_beta() - std::numbers::ln2;
  }
  return static_cast<T>(sum);
}

template <class T>
T BetaDistribution<T>::entropy(const ShapeView<T>& shape) const {
  double sum = 0;
  for (std::size_t i = 0; i < shape.first.size(); ++i) {
    const Excess excess(shape.first[i], shape.second[i]);
    sum += excess.log_beta() + std::numbers::ln2 - excess.a * nn::digamma(excess.alpha()) -
           excess.b * nn::digamma(excess.beta()) +
           (excess.a + excess.b) * nn::digamma(excess.sum());
  }
  return static_cast<T>(sum);
}

// log B' - log B + (alpha - alpha') psi(alpha) + (beta - beta') psi(beta) - ... psi(alpha + beta)
template <class T>
double BetaDistribution<T>::divergence(const ShapeView<T>& of, const ShapeView<T>& from) const {
  double sum = 0;
  for (std::size_t i = 0; i < of.first.size(); ++i) {
    const Excess p(of.first[i], of.second[i]), q(from.first[i], from.second[i]);
    sum += q.log_beta() - p.log_beta() + (p.a - q.a) * nn::digamma(p.alpha()) +
           (p.b - q.b) * nn::digamma(p.beta()) + (q.sum() - p.sum()) * nn::digamma(p.sum());
  }
  return std::max(sum, 0.0);
}

template <class T>
void BetaDistribution<T>::backward(const ShapeView<T>& shape, std::span<const float> recorded,
                                   T d_log_prob, T d_entropy, std::span<T> d_first,
                                   T* d_second) const {
  const auto of_log_prob = static_cast<double>(d_log_prob);
  const auto of_entropy = static_cast<double>(d_entropy);
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    const Excess excess(shape.first[i], shape.second[i]);
    const Logs log(recorded[i]);
    // log p = (alpha - 1) log x + ... - log B;  H = log B - (alpha - 1) psi(alpha) - ...
    const double shared = of_log_prob * nn::digamma(excess.sum()) +
                          of_entropy * (excess.a + excess.b) * nn::trigamma(excess.sum());
    const double d_alpha = of_log_prob * (log.x - nn::digamma(excess.alpha())) -
                           of_entropy * excess.a * nn::trigamma(excess.alpha()) + shared;
    const double d_beta = of_log_prob * (log.rest - nn::digamma(excess.beta())) -
                          of_entropy * excess.b * nn::trigamma(excess.beta()) + shared;
    d_first[i] = static_cast<T>(d_alpha * nn::sigmoid(static_cast<double>(shape.first[i])));
    d_second[i] += static_cast<T>(d_beta * nn::sigmoid(static_cast<double>(shape.second[i])));
  }
}

template <class T>
ShapeMoments BetaDistribution<T>::moments(T first, T second) const {
  const Excess excess(first, second);
  const double mean = excess.alpha() / excess.sum();
  const double variance = mean * (1 - mean) / (excess.sum() + 1);
  return {static_cast<float>(2 * mean - 1), static_cast<float>(2 * std::sqrt(variance))};
}

template class BetaDistribution<float>;
template class BetaDistribution<double>;

ContinuousKind beta_kind() {
  return {.name = "beta",
          .summary = "a Beta distribution over the range (Chou et al. 2017)",
          .make_float = make_continuous_kind<BetaDistribution<float>, float>,
          .make_double = make_continuous_kind<BetaDistribution<double>, double>};
}

}  // namespace saccade
