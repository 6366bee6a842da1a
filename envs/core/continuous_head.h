// A vector of numbers within bounds.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "envs/core/names.h"
#include "envs/core/observation.h"
#include "envs/core/options.h"
#include "envs/core/random.h"

namespace saccade {

/// Chooses a vector in [low, high]; a policy works in units of which [-1, 1] spans each range.
struct ContinuousHead {
  std::string name;
  std::vector<std::string> labels;  ///< One per dimension.
  std::vector<float> low;           ///< Finite, one per dimension.
  std::vector<float> high;          ///< Finite, above `low`.
  bool optional = false;  ///< Whether some observations leave it out; see Observation::skip_head.

  static constexpr const char* kKind = "continuous";
  static constexpr float kSkippedAction = 0;
  static constexpr auto fields() {
    return std::tuple(Field("labels", &ContinuousHead::labels),
                      Field("low", &ContinuousHead::low, {.elements = "low bounds"}),
                      Field("high", &ContinuousHead::high, {.elements = "high bounds"}),
                      Field("optional", &ContinuousHead::optional, {.only_if_set = true}));
  }
  bool operator==(const ContinuousHead&) const = default;

  int action_width() const { return static_cast<int>(low.size()); }
  bool is_masked() const { return false; }
  int choice_count(const Observation& /*seen*/) const { return 0; }

  void check(const ObservationSpace& /*space*/) const {
    const std::string thing = "action head " + name;
    detail::want(!low.empty(), thing, "no dimensions", "at least one");
    detail::want(low.size() == high.size() && low.size() == labels.size(), thing,
                 std::to_string(labels.size()) + " labels, " + std::to_string(low.size()) +
                     " low and " + std::to_string(high.size()) + " high bounds",
                 "as many of each");
    detail::check_names("labels of " + thing, labels);
    for (std::size_t i = 0; i < low.size(); ++i) {
      const bool finite = std::isfinite(low[i]) && std::isfinite(high[i]);
      detail::want(finite && low[i] < high[i], thing, "bounds " + range_text(i),
                   "finite ones, low below high");
    }
  }
  void check_action(const Observation& /*seen*/, std::span<const std::uint8_t> /*mask*/,
                    std::span<const float> action) const {
    for (std::size_t i = 0; i < low.size(); ++i) {
      if (action[i] >= low[i] && action[i] <= high[i]) continue;  // NaN fails, too.
      throw Error("action head " + name + ", " + labels[i] + ": found " +
                  detail::number_text(action[i]) + ", wanted a number in " + range_text(i));
    }
  }
  void random_action(const Observation& /*seen*/, std::span<const std::uint8_t> /*mask*/, Rng& rng,
                     std::span<float> action) const {
    for (std::size_t i = 0; i < low.size(); ++i) {
      action[i] = static_cast<float>(rng.uniform(low[i], high[i]));
    }
  }

  std::string summary() const { return std::to_string(low.size()) + " numbers"; }
  std::string describe(const ObservationSpace& /*space*/) const {
    std::string text = "a vector";
    for (std::size_t i = 0; i < low.size(); ++i) {
      text += (i == 0 ? ": " : ", ") + labels[i] + " in " + range_text(i);
    }
    return text;
  }
  /// "[-1, 1]", of one dimension.
  std::string range_text(std::size_t dimension) const {
    return "[" + detail::number_text(low[dimension]) + ", " + detail::number_text(high[dimension]) +
           "]";
  }
};

}  // namespace saccade
