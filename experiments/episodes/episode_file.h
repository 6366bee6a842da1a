// An episode as a small JSON file: what it takes to play it again, exactly.  The file holds data
// alone: opening it loads no plug-in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "envs/core/registry.h"
#include "envs/episode/episode_runner.h"
#include "envs/wrappers/wrappers.h"
#include "experiments/config/experiment_config.h"

namespace saccade {

struct EpisodeFile {
  std::string environment{};         ///< Id.
  Options options{};                 ///< Of the environment, all of them.
  Options wrap = wrapper_options();  ///< What was wrapped around it.
  std::vector<std::string>
      plugins{};           ///< File names of those in use then; to be told, never loaded.
  std::uint64_t seed = 0;  ///< Given to `reset`.
  double progress = 1;     ///< Of a training, as the episode knew it.
  /// [steps] what all agents did, each [action_count]; 0 of who was absent.
  std::vector<std::vector<float>> actions{};
  std::vector<TimedEdit> edits{};         ///< In the order in which they were made.
  std::optional<std::uint64_t> digest{};  ///< EpisodeRunner::digest after all of it, if known.
  /// Of the tensors of the checkpoint that played, 16 hexadecimal digits; "" if none did.
  std::string checkpoint{};
  std::string version{};  ///< Of the program that wrote it.

  bool operator==(const EpisodeFile& other) const;
};

/// The running episode of `runner`, or the one that has just ended with `advance`.  `config` is of
/// the environment that it plays.
EpisodeFile record_episode(const ExperimentConfig& config, const EpisodeRunner& runner,
                           const std::string& checkpoint = "");

/// Writes atomically.  Throws Error when it cannot, or when a number is not finite.
void write_episode_file(const std::filesystem::path& file, const EpisodeFile& episode);

/// Throws Error naming the file, the place, what was found and what was wanted when the file is no
/// such episode, or of an environment or option that the registry does not know.
EpisodeFile read_episode_file(const std::filesystem::path& file, const Registry& registry);

/// The text of such a file, and back; messages do not name the file.
std::string episode_file_text(const EpisodeFile& episode);
EpisodeFile parse_episode_file(const std::string& text, const Registry& registry);

}  // namespace saccade
