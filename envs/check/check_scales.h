// Whether the numbers that an environment deals in have sizes that are easily learned from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// Plays up to `episodes` episodes at random, from `seed` on, and returns a sentence for each of
/// these that it finds, of each kind of agents; the contract allows them all:
///   features of one entity type or image, or of different ones, whose typical sizes are more than
///   a hundred times one another's;
///   rewards that are typically above 100 or below 0.01;
///   action ranges more than a hundred times as wide as one another.
/// A typical size is the root of the mean square of what is not 0.
std::vector<std::string> check_scales(const EnvironmentFactory& make_environment, int episodes,
                                      std::uint64_t seed);

}  // namespace saccade
