// Checks of actions that come from a file: an environment is promised allowed ones.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <variant>

#include "envs/core/episode/choices.h"
#include "envs/core/options.h"

namespace saccade {
namespace detail {

inline void check_vector(const ContinuousHead& head, std::span<const float> action) {
  for (std::size_t i = 0; i < head.low.size(); ++i) {
    if (action[i] >= head.low[i] && action[i] <= head.high[i]) continue;  // NaN fails, too.
    throw Error("action head " + head.name + ", " + head.labels[i] + ": found " +
                number_text(action[i]) + ", wanted a number in [" + number_text(head.low[i]) +
                ", " + number_text(head.high[i]) + "]");
  }
}

inline void check_choice(const ActionHead& head, const Observation& observation,
                         std::span<const std::uint8_t> mask, float action) {
  const int count = choice_count(head, observation);
  const bool none = count == 0 && action == -1;  // Nothing can be selected.
  if (none) return;
  const bool whole = action >= 0 && action < static_cast<float>(count) &&
                     action == std::trunc(action);  // NaN fails, too.
  if (!whole) {
    throw Error("action head " + head_name(head) + ": found " + number_text(action) +
                ", wanted a whole number from 0 to " + std::to_string(count - 1));
  }
  if (!mask.empty() && mask[static_cast<std::size_t>(action)] == 0) {
    throw Error("action head " + head_name(head) + ": found choice " + number_text(action) +
                ", which the mask forbids");
  }
}

}  // namespace detail

/// Checks one agent's action [action_width(space)] against what it sees.  Throws Error naming the
/// head.
inline void check_action(const ActionSpace& space, const Observation& observation,
                         std::span<const float> action) {
  for (std::size_t h = 0; h < space.heads.size(); ++h) {
    const ActionHead& head = space.heads[h];
    if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
      detail::check_vector(*continuous, action);
    } else {
      detail::check_choice(head, observation, observation.masks()[h], action.front());
    }
    action = action.subspan(static_cast<std::size_t>(action_width(head)));
  }
}

}  // namespace saccade
