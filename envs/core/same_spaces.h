// Whether an environment shows and accepts what a policy was made for.
#pragma once

#include "envs/core/spec_difference.h"

namespace saccade {

/// Throws Error (kind kFailure) naming the first difference of the spaces.
inline void check_same_spaces(const EnvironmentSpec& found, const ObservationSpace& observation,
                              const ActionSpace& action) {
  EnvironmentSpec first = found;
  first.observation = observation;
  first.action = action;
  check_same_spec(found, first);
}

}  // namespace saccade
