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

/// The slope of `loss` along x[i] from central differences of second order, and where they are not
/// within `tolerance` of the analytic one, of fourth order: a sharply bent function needs it.
inline double numeric_slope(const std::function<double()>& loss, double& x, double step,
                            const std::function<bool(double)>& is_near) {
  const double kept = x;
  const auto at = [&](double offset) {
    x = kept + offset;
    return loss();
  };
  const double near = at(step) - at(-step);
  double slope = near / (2 * step);
  if (!is_near(slope)) slope = (8 * near - (at(2 * step) - at(-2 * step))) / (12 * step);
  x = kept;
  return slope;
}

/// Checks that |analytic - numeric| <= tolerance max(0.01, |analytic|, |numeric|) for every
/// element, where numeric is numeric_slope.  `x` is changed and put back.
inline void check_gradient(const std::function<double()>& loss, std::vector<double>& x,
                           const std::vector<double>& analytic, double tolerance = 1e-6,
                           double step = 1e-5) {
  REQUIRE(x.size() == analytic.size());
  if (x.empty()) return;
  double worst = 0;
  std::size_t where = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto error_of = [&](double numeric) {
      return std::abs(numeric - analytic[i]) /
             std::max({1e-2, std::abs(numeric), std::abs(analytic[i])});
    };
    const double numeric =
        numeric_slope(loss, x[i], step, [&](double slope) { return error_of(slope) < tolerance; });
    if (error_of(numeric) > worst) {
      worst = error_of(numeric);
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
