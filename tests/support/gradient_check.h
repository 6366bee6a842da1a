// Compares an analytic gradient with central differences.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "support/random_vector.h"

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

/// Checks the slope of `loss` along one random direction of all the parameters of `slice`, to which
/// every element of its gradient contributes: two calls of `loss` however large the slice.  The
/// step is about 1e-5 long.
inline void check_slope(const std::function<double()>& loss, std::vector<double>& parameters,
                        const std::vector<double>& gradient, const nn::Slice& slice) {
  const std::vector<double> start = parameters;
  const auto direction = random_vector(slice.size(), 20);
  const auto offset = static_cast<std::ptrdiff_t>(slice.offset);
  const double slope =
      std::inner_product(direction.begin(), direction.end(), gradient.begin() + offset, 0.0);
  std::vector<double> along = {0};
  const auto loss_along = [&] {
    for (std::size_t i = 0; i < slice.size(); ++i) {
      parameters[slice.offset + i] = start[slice.offset + i] + along[0] * direction[i];
    }
    return loss();
  };
  check_gradient(loss_along, along, {slope}, 1e-6,
                 1e-5 / std::sqrt(static_cast<double>(slice.size())));
  parameters = start;
}

/// Checks the slope along every tensor by itself: much cheaper than number by number.
inline void check_slopes(const std::function<double()>& loss, std::vector<double>& parameters,
                         const std::vector<double>& gradient, const nn::ParameterLayout& layout) {
  for (const auto& entry : layout.entries()) {
    INFO(entry.name);
    check_slope(loss, parameters, gradient, entry.slice);
  }
}

}  // namespace saccade::testing
