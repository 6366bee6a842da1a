// How many of something there are in an episode: the options NAME_min and NAME_max.
#pragma once

#include <cstdint>
#include <string>

#include "envs/core/error.h"
#include "envs/core/options.h"
#include "envs/core/random.h"

namespace saccade {

/// Both ends included.
struct CountRange {
  int min = 0;
  int max = 0;
};

/// Throws Error when NAME_min is above NAME_max.
inline CountRange count_range(const Options& options, const std::string& name) {
  const CountRange range{options.get<int>(name + "_min"), options.get<int>(name + "_max")};
  if (range.min <= range.max) return range;
  throw Error("option " + name + "_min: found " + std::to_string(range.min) + ", wanted at most " +
              name + "_max = " + std::to_string(range.max));
}

/// Each number of the range is equally likely.
inline int draw_count(Rng& rng, CountRange range) {
  return static_cast<int>(rng.integers(range.min, std::int64_t{range.max} + 1));
}

}  // namespace saccade
