// The page of a comparison of groups of runs.
#pragma once

#include <string>

#include "experiments/results/comparison.h"

namespace saccade {

/// A self-contained HTML page.
std::string comparison_page(const Comparison& comparison);

}  // namespace saccade
