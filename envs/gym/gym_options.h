// The options of gym:ID.  Which arguments an environment takes only Python knows; so there is one
// option for all of them, and what has no option of its own goes there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "envs/core/options.h"

namespace saccade {

/// A list of "KEY=VALUE", for the environment's constructor.
inline constexpr const char* kGymArguments = "kwargs";

std::vector<OptionSpec> gym_options();

/// Adds arguments to those that are there, in place of what has the same key.  Does nothing, and
/// returns false, unless the options have an option for them.
bool add_gym_arguments(Options& options, const std::vector<std::string>& arguments);

/// How many workers there are at most, where nothing was said of that; of no effect on others'
/// options.
void limit_gym_workers(Options& options, int threads);

}  // namespace saccade
