// All about an environment that can be told without running it: what it shows, what it accepts,
// what can be set.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "envs/core/registry.h"

namespace saccade {

/// For people.  Makes the environment with its defaults once; throws what that throws.
std::string describe_text(const EnvironmentEntry& entry);

/// {"id", "summary", "agents", "max_steps" (null: no limit), "steps_per_second", "reward": [low,
/// high] (null: no bound), "outcomes", "counts", "entities": [{"name", "features", "fixed_count",
/// "critic_only", "geometry"}], "rays": [...], "images": [...], "actions": [...], "options":
/// [...]}; where kinds of agents have names, "kinds": [{"name", "agents", "entities", "rays",
/// "images", "actions"}] in place of the last four.
nlohmann::ordered_json describe_json(const EnvironmentEntry& entry);

}  // namespace saccade
