// Which kinds of attention, memory and distribution the exports can compute.
#pragma once

#include <string>

#include "agents/policy/policy_config.h"

namespace saccade {

/// Throws Error that begins with `option`, "--header", naming the first kind of the policy's that
/// code of another program does not compute yet, where another one would take its place.
void check_known_kinds(const PolicyConfig& config, const std::string& option);

}  // namespace saccade
