// Compares an analytic gradient with central differences.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

namespace saccade::testing {

/// Checks that |analytic - numeric| <= tolerance max(0.01, |analytic|, |numeric|) for every
/// element, where numeric is (loss(x + h) - loss(x - h)) / 2h.  `x` is changed and put back.
inline void check_gradient(const std::function<double()>& loss, std::vector<double>& x,
                           const std::vector<double>& analytic, double tolerance = 1e-6,
                           double step = 1e-5) {
  REQUIRE(x.size() == analytic.size());
  if (x.empty()) return;
  double worst = 0;
  std::size_t where = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double kept = x[i];
    x[i] = kept + step;
    const double above = loss();
    x[i] = kept - step;
    const double below = loss();
    x[i] = kept;
    const double numeric = (above - below) / (2 * step);
    const double error = std::abs(numeric - analytic[i]) /
                         std::max({1e-2, std::abs(numeric), std::abs(analytic[i])});
    if (error > worst) {
      worst = error;
      where = i;
    }
  }
  INFO("worst at element " << where << ", analytic gradient " << analytic[where]);
  CHECK(worst < tolerance);
}

}  // namespace saccade::testing
