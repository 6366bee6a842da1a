// Whether what an environment says of itself makes sense.
#pragma once

#include "envs/core/environment.h"
#include "envs/core/registry.h"

namespace saccade {

/// Checks an environment's description of itself.  Throws Error naming what is wrong.
void check_spec(const EnvironmentSpec& spec);

/// An environment's description, checked.  Throws Error naming what is wrong.
EnvironmentSpec spec_of(const Environment& environment);
/// That of the environments that the factory makes.
EnvironmentSpec spec_of(const EnvironmentFactory& make_environment);

}  // namespace saccade
