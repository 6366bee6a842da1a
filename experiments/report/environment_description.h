// All about an environment that can be told without running it: what it shows, what it accepts,
// what can be set.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "envs/core/registry.h"

namespace saccade {

/// For people.  Makes the environment with its defaults once; throws what that throws.
std::string describe_text(const EnvironmentEntry& entry);

/// {"id", "summary", "agents", "max_steps", "steps_per_second", "reward": [low, high], "outcomes",
/// "counts", "entities": [{"name", "features", "fixed_count"}], "rays": [...], "images": [...],
/// "actions": [...], "options": [...]}
nlohmann::ordered_json describe_json(const EnvironmentEntry& entry);

}  // namespace saccade
