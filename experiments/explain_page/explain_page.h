// The page about what a policy attends to and what its decisions hang on.
#pragma once

#include <string>

#include "experiments/explain/explanation.h"

namespace saccade {

/// A self-contained HTML page.
std::string explain_page(const Explanation& found);

}  // namespace saccade
