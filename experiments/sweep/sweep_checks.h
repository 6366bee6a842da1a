// What a sweep asks for together must have a meaning.
#pragma once

#include <string>

#include "experiments/sweep/sweep_file.h"

namespace saccade {

/// Throws Error naming the file, `name`, or the line when something is missing, has no effect or
/// cannot be trained.
void check_sweep(const SweepConfig& sweep, const std::string& name);

}  // namespace saccade
