// How many samples a minibatch has, and how their advantages are spread.
#pragma once

#include <algorithm>
#include <cmath>

namespace saccade {

/// Advantages become (advantage - mean) * scale.
struct AdvantageScale {
  float mean = 0;
  float scale = 1;
};

struct SampleSums {
  double count = 0;
  double sum = 0;      ///< Of the advantages ...
  double squares = 0;  ///< ... and of their squares.

  void add(float advantage) {
    const auto value = static_cast<double>(advantage);
    ++count;
    sum += value;
    squares += value * value;
  }
  void add(const SampleSums& other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
  }

  /// By which they have mean 0 and standard deviation 1.
  AdvantageScale scale() const {
    constexpr double kEpsilon = 1e-8;
    if (count < 2) return {};  // One sample has no deviation.
    const double mean = sum / count;
    const double variance = std::max(0.0, squares / count - mean * mean);
    return {static_cast<float>(mean), static_cast<float>(1 / (std::sqrt(variance) + kEpsilon))};
  }
};

}  // namespace saccade
