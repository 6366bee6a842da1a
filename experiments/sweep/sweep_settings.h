// The parts of a sweep's file that say what some of the runs get: variants, and settings of single
// configurations.
#pragma once

#include <string>

#include "experiments/config/config_toml.h"
#include "experiments/sweep/sweep_file.h"

namespace saccade {

/// Throws Error when a key of runs is one that the sweep sets itself.
void check_run_key(const std::string& key, const std::string& place);

/// "variant.near.policy.attention.kind", "variant.near.for.relay.steps", "variant.near.configs".
/// False when the entry is none of a variant.
bool read_variant(const TomlEntry& entry, SweepConfig& sweep);

/// "for.relay.steps".  False when the entry is none of a configuration.
bool read_own(const TomlEntry& entry, SweepConfig& sweep);

}  // namespace saccade
