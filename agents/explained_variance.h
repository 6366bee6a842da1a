// How much of the returns' variance the values foretell.
#pragma once

#include <array>
#include <cstddef>

namespace saccade {

class ExplainedVariance {
 public:
  /// One sample: its return, and what the value leaves of it (return - value).
  void add(double value, double rest) {
    sums_ = {sums_[0] + value, sums_[1] + rest};
    squares_ = {squares_[0] + value * value, squares_[1] + rest * rest};
    ++count_;
  }

  void add(const ExplainedVariance& other) {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      sums_[i] += other.sums_[i];
      squares_[i] += other.squares_[i];
    }
    count_ += other.count_;
  }

  /// 1 - var(rest) / var(return): 1 is perfect, 0 no better than a constant, below 0 worse; 0 when
  /// the returns do not vary.
  double ratio() const {
    if (count_ == 0 || variance(0) <= 0) return 0;
    return 1 - variance(1) / variance(0);
  }

 private:
  double variance(std::size_t i) const {
    return squares_[i] / count_ - sums_[i] * sums_[i] / (count_ * count_);
  }

  std::array<double, 2> sums_{};     // Of returns, of rests.
  std::array<double, 2> squares_{};  // Likewise.
  double count_ = 0;
};

}  // namespace saccade
