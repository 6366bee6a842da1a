// Mean and variance of everything seen so far, merged from sums.
#pragma once

#include <algorithm>

namespace saccade {

struct Moments {
  double count = 0;
  double mean = 0;
  double variance = 1;  ///< Of the population; 1 before anything was seen.

  /// Takes in `n` values given their sum and sum of squares (pooled as in Chan et al. 1979).
  void merge(double n, double sum, double squares) {
    if (n == 0) return;
    const double total = count + n;
    const double new_mean = sum / n;
    const double new_variance = std::max(0.0, squares / n - new_mean * new_mean);
    const double delta = new_mean - mean;
    variance = (count * variance + n * new_variance + delta * delta * count * n / total) / total;
    mean += delta * n / total;
    count = total;
  }
};

}  // namespace saccade
