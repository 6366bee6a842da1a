// In what two descriptions of an environment differ, in words.
#pragma once

#include <string>

#include "envs/core/environment.h"

namespace saccade {

/// "entity type food: found 3 features, was 2": the first difference, or "" when there is none.
std::string spec_difference(const EnvironmentSpec& found, const EnvironmentSpec& was);

/// Throws Error (kind kFailure) naming the first difference from the spec of the first instance.
void check_same_spec(const EnvironmentSpec& found, const EnvironmentSpec& first);

}  // namespace saccade
