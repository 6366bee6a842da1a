// One choice among several, of which a mask may forbid some: what heads that choose have in common.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>

#include "envs/core/error.h"
#include "envs/core/options.h"
#include "envs/core/random.h"

namespace saccade::detail {

/// Throws Error unless `action` is one of `count` choices that the mask allows, or -1 of none.
inline void check_choice(const std::string& head, int count, std::span<const std::uint8_t> mask,
                         float action) {
  const bool none = count == 0 && action == -1;  // Nothing can be selected.
  if (none) return;
  const bool whole = action >= 0 && action < static_cast<float>(count) &&
                     action == std::trunc(action);  // NaN fails, too.
  if (!whole) {
    throw Error("action head " + head + ": found " + number_text(action) +
                ", wanted a whole number from 0 to " + std::to_string(count - 1));
  }
  if (!mask.empty() && mask[static_cast<std::size_t>(action)] == 0) {
    throw Error("action head " + head + ": found choice " + number_text(action) +
                ", which the mask forbids");
  }
}

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

}  // namespace saccade::detail
