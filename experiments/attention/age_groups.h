// The steps that a memory holds, grouped by how long ago they were, as if they were types of
// tokens.
#pragma once

#include <string>
#include <vector>

#include "envs/core/decision.h"

namespace saccade {

/// "now", "1 step ago", ..., "16 steps ago" one by one, then "17-32 steps ago" and so on, each
/// group as long as all before it, up to `length` steps ago.
std::vector<std::string> age_groups(int length);

/// The index in age_groups() of a step so many steps ago.
int age_group(int steps_ago);

/// The memory as a layer: a token per step, whose type is the group of its age.
AttentionWeights as_layer(const MemoryAttention& memory);

}  // namespace saccade
