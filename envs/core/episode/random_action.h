// Actions drawn uniformly from what is allowed: the random policy of tests, benchmarks and
// baselines.
#pragma once

#include <cstdint>
#include <numeric>
#include <span>
#include <variant>

#include "envs/core/episode/choices.h"
#include "envs/core/random.h"

namespace saccade {
namespace detail {

/// Index of a random choice among `count`, only allowed ones if there is a mask; -1 if there is
/// none.
inline int random_choice(int count, std::span<const std::uint8_t> mask, Rng& rng) {
  if (mask.empty()) return count == 0 ? -1 : static_cast<int>(rng.integers(0, count));
  const int allowed = static_cast<int>(
      std::accumulate(mask.begin(), mask.end(), 0, [](int n, auto m) { return n + (m ? 1 : 0); }));
  if (allowed == 0) return -1;
  auto left = static_cast<int>(rng.integers(0, allowed));
  int choice = 0;
  while (mask[static_cast<std::size_t>(choice)] == 0 || left-- > 0) ++choice;
  return choice;
}

}  // namespace detail

/// Fills one agent's action [action_width(space)] uniformly: over the allowed labels or entities
/// (-1 when no entity can be selected), over [low, high] of continuous heads.
inline void random_action(const ActionSpace& space, const Observation& observation, Rng& rng,
                          std::span<float> action) {
  std::size_t at = 0;
  for (std::size_t h = 0; h < space.heads.size(); ++h) {
    const ActionHead& head = space.heads[h];
    if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
      for (std::size_t i = 0; i < continuous->low.size(); ++i) {
        action[at++] = static_cast<float>(rng.uniform(continuous->low[i], continuous->high[i]));
      }
      continue;
    }
    const int count = choice_count(head, observation);
    action[at++] = static_cast<float>(detail::random_choice(count, observation.masks()[h], rng));
  }
}

}  // namespace saccade
