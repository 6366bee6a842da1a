#include "experiments/cli/replay_note.h"

#include <stdlib.h>

#include <cstdlib>

#include "experiments/cli/cli.h"
#include "experiments/run/failed_episode.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

/// A new folder that only this user may write to.
fs::path temporary_folder() {
  std::string name = (fs::temp_directory_path() / "saccade-XXXXXX").string();
  return ::mkdtemp(name.data()) ? fs::path(name) : fs::path();
}

/// "" when the episode cannot be written: the failure itself must be told in any case.
std::string replay_command(const ExperimentConfig& config, fs::path folder,
                           const EpisodeError& error) {
  try {
    if (folder.empty()) folder = temporary_folder();
    const fs::path file = folder / "failed-episode.json";
    write_failed_episode(file, config, error);
    std::string command = shell_quoted(program_name()) + " replay " + shell_quoted(file.string());
    for (const std::string& plugin : config.plugins) {
      command += " --plugin " + shell_quoted(plugin);
    }
    return command;
  } catch (const std::exception&) {
    return "";
  }
}

}  // namespace

void with_replay_note(const ExperimentConfig& config, const fs::path& folder,
                      const std::function<void()>& function) {
  try {
    function();
  } catch (const EpisodeError& error) {
    const std::string command = replay_command(config, folder, error);
    if (command.empty()) throw;
    throw Error(std::string(error.what()) + "; to play that episode again: " + command,
                Error::Kind::kFailure);
  }
}

}  // namespace saccade
