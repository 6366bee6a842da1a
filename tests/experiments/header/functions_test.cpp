// The elementary functions of exported headers, against those of the standard library.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiments/header/code/continuous.h"
#include "experiments/header/code/functions/exponential.h"
#include "experiments/header/code/functions/hyperbolic.h"
#include "experiments/header/code/functions/logarithm.h"
#include "experiments/header/code/functions/square_root.h"
#include "experiments/header/code/functions/trigonometry.h"
#include "experiments/header/code/selection.h"

using namespace saccade;

namespace {

/// Units in the last place between a number and what it should be.
double ulps(float found, double wanted) {
  const float nearest = static_cast<float>(wanted);
  const float next = std::nextafter(std::abs(nearest), std::numeric_limits<float>::infinity());
  const double unit = static_cast<double>(next) - std::abs(static_cast<double>(nearest));
  return std::abs(static_cast<double>(found) - wanted) / unit;
}

/// The largest difference over numbers from `low` to `high`.
template <class Found, class Wanted>
double largest(double low, double high, const Found& found, const Wanted& wanted) {
  constexpr int kSteps = 100'000;
  double most = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const auto x = static_cast<float>(low + (high - low) * i / kSteps);
    const double difference = ulps(found(x), wanted(static_cast<double>(x)));
    most = std::isnan(difference) ? difference : std::max(most, difference);
    if (std::isnan(most)) break;
  }
  return most;
}

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("The exponential function of headers is right to 2 units in the last place") {
  const auto found = [](float x) { return header_code::exponential(x); };
  const auto wanted = [](double x) { return std::exp(x); };
  CHECK(largest(-87, 88.7, found, wanted) <= 2);
  CHECK(largest(-103, -87, found, wanted) <= 2);  // Too small for a normal number.
  CHECK(largest(-1e-3, 1e-3, found, wanted) <= 1);
  CHECK(found(-kInfinity) == 0);
  CHECK(found(-200) == 0);
  CHECK(found(kInfinity) == kInfinity);
  CHECK(found(90) == kInfinity);
  CHECK(std::isnan(found(kNaN)));
}

TEST_CASE("The logarithm of headers is right to 3 units in the last place") {
  const auto found = [](float x) { return header_code::log_one_plus(x); };
  const auto wanted = [](double x) { return std::log1p(x); };
  CHECK(largest(0, 3, found, wanted) <= 3);
  CHECK(largest(0, 1e-6, found, wanted) <= 3);
  CHECK(largest(3, 1e6, found, wanted) <= 3);
  CHECK(found(0) == 0);
  CHECK(found(kInfinity) == kInfinity);
}

TEST_CASE("The hyperbolic tangent of headers is right to 3 units in the last place") {
  const auto found = [](float x) { return header_code::hyperbolic_tangent(x); };
  const auto wanted = [](double x) { return std::tanh(x); };
  CHECK(largest(-12, 12, found, wanted) <= 3);
  CHECK(largest(-1e-3, 1e-3, found, wanted) <= 2);
  CHECK(found(kInfinity) == 1);
  CHECK(found(-100) == -1);
  CHECK(std::isnan(found(kNaN)));
}

TEST_CASE("The square root of headers is right to 1 unit in the last place") {
  const auto found = [](float x) { return header_code::square_root(x); };
  const auto wanted = [](double x) { return std::sqrt(x); };
  CHECK(largest(0, 4, found, wanted) <= 1);
  CHECK(largest(1e-38, 1e-30, found, wanted) <= 1);
  CHECK(largest(1e30, 3.3e38, found, wanted) <= 1);
  CHECK(found(0) == 0);
  CHECK(found(kInfinity) == kInfinity);
}

TEST_CASE("Sine, cosine and angles of headers are right to double precision, nearly") {
  double sine = 0, cosine = 0, angle = 0;
  for (int i = -200'000; i <= 200'000; ++i) {
    const double x = 0.05123 * i;
    const header_code::SineCosine found = header_code::sine_cosine(x);
    sine = std::max(sine, std::abs(found.sine - std::sin(x)));
    cosine = std::max(cosine, std::abs(found.cosine - std::cos(x)));
    const double of = header_code::angle_of(found.cosine, found.sine);
    angle = std::max(angle, std::abs(of - std::atan2(std::sin(x), std::cos(x))));
  }
  CHECK(sine < 1e-15);
  CHECK(cosine < 1e-15);
  CHECK(angle < 1e-12);
  CHECK(header_code::angle_of(0, 0) == 0);
  CHECK(header_code::angle_of(-2, 0) == Approx(std::acos(-1.0)));
  CHECK(header_code::within_half_turn(7) == Approx(7 - 2 * std::acos(-1.0)));
  CHECK(header_code::sine_cosine(1e300).cosine == 1);  // No digits are left; but no trap either.
}

TEST_CASE("The smallest numbers are marked, the first among equals") {
  const float numbers[] = {3, 1, 2, 1, 1, 5};
  std::uint8_t seen[6];
  std::uint32_t order[6];
  const auto marked = [&](std::size_t k) {
    header_code::mark_smallest(numbers, 6, k, order, seen);
    return std::vector<int>(seen, seen + 6);
  };
  CHECK(marked(1) == std::vector<int>{0, 1, 0, 0, 0, 0});
  CHECK(marked(2) == std::vector<int>{0, 1, 0, 1, 0, 0});
  CHECK(marked(4) == std::vector<int>{0, 1, 1, 1, 1, 0});
  CHECK(marked(6) == std::vector<int>{1, 1, 1, 1, 1, 1});
  CHECK(marked(100) == std::vector<int>{1, 1, 1, 1, 1, 1});
}

TEST_CASE("The mode of a Beta distribution is found where its shapes are tiny") {
  CHECK(header_code::beta(-60, -60).best == 0);
  CHECK(header_code::beta(-60, -62).best == Approx(std::tanh(1.0)));
  CHECK(header_code::beta(50, -50).best == Approx(1));
  CHECK(header_code::beta(50, -50).best < 1);
}
