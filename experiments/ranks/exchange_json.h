// The exchanges of a benchmark's iterations, for scripts.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "experiments/ranks/timed_ranks.h"

namespace saccade {

/// [iterations][exchanges] of [computing, waiting, moving, bytes, is_gradient].
inline nlohmann::ordered_json exchanges_json(
    const std::vector<std::vector<TimedRanks::Exchange>>& iterations) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const std::vector<TimedRanks::Exchange>& exchanges : iterations) {
    nlohmann::ordered_json& of_iteration = all.emplace_back(nlohmann::ordered_json::array());
    for (const auto& [computing, waiting, moving, bytes, is_gradient] : exchanges) {
      of_iteration.push_back({computing, waiting, moving, bytes, is_gradient});
    }
  }
  return all;
}

}  // namespace saccade
