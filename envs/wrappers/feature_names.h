// How values of wrappers name features: "food.distance", or, of a named kind of agents,
// "predator.food.distance".
#pragma once

#include <string>
#include <vector>

#include "envs/core/environment.h"

namespace saccade {

/// Whether `name` means a feature of agents of this kind; `feature` is "food.distance".
bool names_feature(const std::string& name, const AgentKind& kind, const std::string& feature);

/// Throws Error unless the name is one of `own`: those of each kind of agents, as "food.distance".
/// `found` is what the message quotes, `form` what it wants: "TYPE.FEATURE".
void check_feature_name(const std::string& key, const std::string& found, const std::string& form,
                        const std::string& name, const EnvironmentSpec& spec,
                        const std::vector<std::vector<std::string>>& own);

}  // namespace saccade
