// When an environment fails, tells the command that plays the failing episode again.
#pragma once

#include <filesystem>
#include <functional>

#include "experiments/config/experiment_config.h"

namespace saccade {

/// Calls `function`.  When an environment fails in it, writes the episode to
/// `folder`/failed-episode.json (with "" to a new temporary folder) and throws the error anew with
/// the command that replays it.
void with_replay_note(const ExperimentConfig& config, const std::filesystem::path& folder,
                      const std::function<void()>& function);

}  // namespace saccade
