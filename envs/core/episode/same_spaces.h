// Whether an environment shows and accepts what a policy was made for.
#pragma once

#include "envs/core/episode/spec_difference.h"

namespace saccade {

/// Throws Error (kind kFailure) naming the first difference of the spaces.
inline void check_same_spaces(const EnvironmentSpec& found, const ObservationSpace& observation,
                              const ActionSpace& action) {
  EnvironmentSpec trained = found;
  trained.observation = observation;
  trained.action = action;
  if (found == trained) return;
  throw Error("environment " + found.id + " does not fit the policy: " +
                  spec_difference(found, trained) + " when the policy was trained",
              Error::Kind::kFailure);
}

}  // namespace saccade
