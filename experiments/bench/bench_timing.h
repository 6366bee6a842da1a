// Measuring time.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace saccade {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// The middle value (the upper one of two); `values` must not be empty.
inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Seconds that one call takes: the least over batches of calls that together last about `budget`
/// seconds, after one call to warm up.  What else goes on in a machine only ever adds.
template <class Call>
double seconds_per_call(double budget, const Call& call) {
  call();
  const Stopwatch once;
  call();
  constexpr int kBatches = 9;
  const int calls =
      std::clamp(static_cast<int>(budget / kBatches / std::max(once.seconds(), 1e-9)), 1, 1 << 20);
  double least = std::numeric_limits<double>::infinity();
  for (int batch = 0; batch < kBatches; ++batch) {
    const Stopwatch watch;
    for (int i = 0; i < calls; ++i) call();
    least = std::min(least, watch.seconds() / calls);
  }
  return least;
}

}  // namespace saccade
