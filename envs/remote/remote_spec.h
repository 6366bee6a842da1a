// What an environment in another process says of itself, as JSON.
#pragma once

#include <string>

#include "envs/core/environment.h"

namespace saccade {

struct RemoteSpec {
  EnvironmentSpec spec;
  bool draws = false;  ///< Whether it answers 'draw' with a scene of its own.

  bool operator==(const RemoteSpec&) const = default;
};

/// Reads and checks a description: an object with "id", "kinds", "max_steps" and what else
/// docs/socket.md lists.  Throws Error saying what is missing, unknown, of another type, or makes
/// no sense (as check_spec says); also when the observations that it declares are larger than a
/// frame may be.
RemoteSpec read_remote_spec(const std::string& json);

/// "entity type food: found 3 features, was 2": the first difference, or "" when there is none.
std::string remote_difference(const RemoteSpec& found, const RemoteSpec& was);

}  // namespace saccade
