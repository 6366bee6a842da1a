// Whose observations the value of an agent is computed from.
#pragma once

#include <cstddef>

namespace saccade {

enum class CriticScope {
  kOwn,      ///< The agent's own.
  kCentral,  ///< Those of all agents of its kind that are in the environment now: central_critic.h.
};

/// "own", "central".
constexpr const char* name_of(CriticScope scope) {
  constexpr const char* kNames[] = {"own", "central"};
  return kNames[static_cast<std::size_t>(scope)];
}

}  // namespace saccade
