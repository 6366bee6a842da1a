// What an update reports, as names and values from the algorithm to the log and the terminal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saccade {

struct Metric {
  std::string name;
  double value;
  bool of_algorithm = false;  ///< Rather than of the optimiser or of all algorithms.
};

struct UpdateMetrics {
  std::vector<Metric> values;  ///< In the order of Learner::metric_names().
  double rollout_seconds = 0;  ///< Until the rollout and its targets were there.
  double update_seconds = 0;   ///< The rest of the update, with what was collected meanwhile.

  /// NaN when there is no such metric.
  double operator[](const std::string& name) const {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&name](const Metric& metric) { return metric.name == name; });
    return found == values.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
  }
};

}  // namespace saccade
