// A policy's heads, one for each of an action space, in order.
#pragma once

#include <memory>
#include <vector>

#include "agents/heads/policy_head.h"

namespace saccade {

/// Whether a head reads the encoder's tokens, and not the agent's vector alone.
bool reads_tokens(const ActionSpace& action);

/// Adds the heads' parameters to the layout.  Throws Error when a head does not fit the encoder.
template <class T>
std::vector<std::unique_ptr<PolicyHead<T>>> make_policy_heads(const ActionSpace& action,
                                                              const HeadContext& context,
                                                              nn::ParameterLayout& layout);

}  // namespace saccade
