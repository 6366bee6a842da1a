// Whether an environment plays the same episode again.
#pragma once

#include <string>

#include "envs/core/environment.h"

namespace saccade {

/// Plays the beginning of an episode twice, with the same seed and random actions, and returns in
/// which step the two differ: "step 3"; or "" if they do not.  Throws what the environment throws.
std::string difference_when_repeated(Environment& environment);

}  // namespace saccade
