// An episode in which an environment failed, as a small JSON file from which `saccade replay` plays
// it again.  The file holds data alone: opening it loads no plug-in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "envs/episode/episode_error.h"
#include "experiments/config/experiment_config.h"

namespace saccade {

struct FailedEpisode {
  EpisodeTrace trace;
  Options options;                   ///< Of the environment.
  Options wrap = wrapper_options();  ///< What was wrapped around it.
  std::vector<std::string> plugins;  ///< Paths of those in use then; to be told, never loaded.
  std::string error;                 ///< What was said.
};

/// Writes atomically.  Throws Error when it cannot.
void write_failed_episode(const std::filesystem::path& file, const ExperimentConfig& config,
                          const EpisodeError& error);

/// Throws Error when the file is no such episode, or of an environment or option that the registry
/// does not know.
FailedEpisode read_failed_episode(const std::filesystem::path& file, const Registry& registry);

}  // namespace saccade
