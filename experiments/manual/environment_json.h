// All about an environment for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "envs/core/registry.h"

namespace saccade {

/// {"id", "summary", "agents", "max_steps" (null: no limit), "steps_per_second", "reward": [low,
/// high] (null: no bound), "outcomes", "counts", "entities": [{"name", "features", "fixed_count",
/// "critic_only", "geometry"}], "rays": [...], "images": [...], "actions": [...], "options":
/// [...], "manual": {"task", "features": {name: meaning}, "actions": {name: meaning}, "reward",
/// "ends", "source", "differences"}}; where kinds of agents have names, "kinds": [{"name",
/// "agents", "entities", "rays", "images", "actions"}] in place of these four.  Makes the
/// environment with its defaults once; throws what that throws.
nlohmann::ordered_json describe_json(const EnvironmentEntry& entry);

}  // namespace saccade
