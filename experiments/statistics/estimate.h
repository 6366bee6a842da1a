// Numbers computed from few runs, with how sure one can be of them.
#pragma once

#include <optional>

namespace saccade {

/// A 95% confidence interval.
struct ConfidenceInterval {
  double low = 0;
  double high = 0;
};

/// The interval is absent where there is none, as for a single run.
struct Estimate {
  double value = 0;
  std::optional<ConfidenceInterval> ci95{};
};

}  // namespace saccade
