// Whether an environment shows and accepts what policies were made for.
#pragma once

#include <algorithm>
#include <vector>

#include "envs/episode/spec_difference.h"

namespace saccade {

/// Throws Error (kind kFailure) naming the first difference of the kinds' names and spaces; of how
/// many agents they are does not matter.
inline void check_same_spaces(const EnvironmentSpec& found, const std::vector<AgentKind>& kinds) {
  EnvironmentSpec trained = found;
  trained.kinds = kinds;
  for (std::size_t k = 0; k < std::min(kinds.size(), found.kinds.size()); ++k) {
    trained.kinds[k].agents = found.kinds[k].agents;
  }
  if (found == trained) return;
  throw Error("environment " + found.id + " does not fit the policy: " +
                  spec_difference(found, trained) + " when the policy was trained",
              Error::Kind::kFailure);
}

}  // namespace saccade
