#include "nn/heads/special_functions.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

namespace saccade::nn {
namespace {

double error(double found, double wanted) {
  return std::abs(found - wanted) / std::max(1.0, std::abs(wanted));
}

TEST_CASE("log Gamma is the library's, for small and for large numbers") {
  for (double x = 1e-3; x < 1e9; x *= 1.07) {
    CAPTURE(x);
    CHECK(error(log_gamma(x), std::lgamma(x)) < 2e-14);
  }
  CHECK(error(log_gamma(1), 0) < 1e-14);
  CHECK(error(log_gamma(0.5), std::log(std::numbers::pi) / 2) < 1e-14);
}

TEST_CASE("digamma and trigamma have their known values") {
  using std::numbers::egamma;
  using std::numbers::ln2;
  using std::numbers::pi;
  CHECK(error(digamma(1), -egamma) < 1e-14);
  CHECK(error(digamma(0.5), -egamma - 2 * ln2) < 1e-14);
  CHECK(error(digamma(0.25), -egamma - pi / 2 - 3 * ln2) < 1e-14);
  CHECK(error(trigamma(1), pi * pi / 6) < 1e-14);
  CHECK(error(trigamma(0.5), pi * pi / 2) < 1e-14);
  double harmonic = 0, squares = pi * pi / 6;
  for (int n = 1; n < 2000; ++n) {  // psi(n + 1) = H_n - gamma
    harmonic += 1.0 / n;
    squares -= 1.0 / n / n;
    if (error(digamma(n + 1), harmonic - egamma) > 2e-14) FAIL("digamma of " << n + 1);
    if (error(trigamma(n + 1), squares) > 2e-14) FAIL("trigamma of " << n + 1);
  }
}

TEST_CASE("softplus and its slope stay finite and positive far out") {
  CHECK(softplus(0) == Approx(std::numbers::ln2));
  CHECK(softplus(1000) == 1000);
  CHECK(softplus(-700) > 0);
  CHECK(softplus(-700) == Approx(std::exp(-700)));
  CHECK(sigmoid(0) == 0.5);
  CHECK(sigmoid(1000) == 1);
  CHECK(sigmoid(-700) == Approx(std::exp(-700)));
  for (double x = -30; x <= 30; x += 0.37) {
    CHECK(sigmoid(x) == Approx((softplus(x + 1e-5) - softplus(x - 1e-5)) / 2e-5).epsilon(1e-6));
    CHECK(sigmoid(x) + sigmoid(-x) == Approx(1));
  }
}

}  // namespace
}  // namespace saccade::nn
