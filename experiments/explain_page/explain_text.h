// What an explanation says on a terminal.
#pragma once

#include <string>

#include "experiments/explain/explanation.h"

namespace saccade {

/// Attention in tables, then the verdict and a table of the methods; of each kind of agents, where
/// there are several.
std::string to_text(const Explanation& found);

}  // namespace saccade
