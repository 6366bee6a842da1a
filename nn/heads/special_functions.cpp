// log Gamma and its derivatives by their asymptotic series (Abramowitz & Stegun
// 1964, 6.1.40, 6.3.18 and 6.4.12).  The series is good to a double's last digits from kFar on; a
// smaller argument is moved there by Gamma(x + 1) = x Gamma(x).
#include "nn/heads/special_functions.h"

#include <cmath>

namespace saccade::nn {
namespace {

constexpr double kFar = 10;
constexpr double kLnSqrtTwoPi = 0.91893853320467274178;

}  // namespace

double log_gamma(double x) {
  double product = 1;
  for (; x < kFar; x += 1) product *= x;
  const double r = 1 / (x * x);
  const double series =
      1.0 / 12 -
      r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * 691 / 360360))));
  return (x - 0.5) * std::log(x) - x + kLnSqrtTwoPi + series / x - std::log(product);
}

double digamma(double x) {
  double sum = 0;
  for (; x < kFar; x += 1) sum -= 1 / x;
  const double r = 1 / (x * x);
  const double series =
      1.0 / 12 -
      r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 - r * 691 / 32760))));
  return sum + std::log(x) - 0.5 / x - r * series;
}

double trigamma(double x) {
  double sum = 0;
  for (; x < kFar; x += 1) sum += 1 / (x * x);
  const double r = 1 / (x * x);
  const double series =
      1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66 - r * 691 / 2730))));
  return sum + 1 / x + 0.5 * r + series * r / x;
}

double softplus(double x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

double sigmoid(double x) {
  const double e = std::exp(-std::abs(x));
  return x > 0 ? 1 / (1 + e) : e / (1 + e);
}

}  // namespace saccade::nn
