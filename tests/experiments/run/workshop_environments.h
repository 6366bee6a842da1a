// The workshop, for runs.
#pragma once

#include <utility>

#include "experiments/config/registered_environments.h"
#include "support/workshop.h"

namespace saccade::testing {

/// It alone.
inline RegisteredEnvironments workshop_environments() {
  Registry registry;
  add_workshop(registry);
  return RegisteredEnvironments(std::move(registry));
}

}  // namespace saccade::testing
