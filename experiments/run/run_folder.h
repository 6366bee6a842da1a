// A run directory that this process alone writes into.
//
// A folder is a run from the moment it has a config.toml: that is the last thing that a start puts
// into place, after the logs and the first checkpoint.  Until then the configuration stands there
// under its temporary name, "config.toml.tmp-<process id>", and marks the folder as a start that
// was not finished; the next start may take it.  So whenever a process is killed, what it leaves is
// a run that can be continued, or a folder in which one can begin.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "experiments/config/experiment_config.h"
#include "experiments/files/descriptor.h"

namespace saccade {

class RunFolder {
 public:
  /// Takes a folder for a new run: `out`, which must be missing, empty or an unfinished start; or,
  /// with "", the first such of runs/<env>-<seed>, runs/<env>-<seed>-2, ...  Throws Error when it
  /// cannot.
  static RunFolder begin(const std::string& out, const ExperimentConfig& config);

  /// Takes a run.  Throws Error when another process trains it.
  static RunFolder open(const std::filesystem::path& folder);

  /// Clears away what is there of a start that was not finished.
  ~RunFolder();
  RunFolder(RunFolder&& other) noexcept;
  RunFolder& operator=(RunFolder&& other) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// From now on the folder is a run.  Throws Error (kind kFailure).
  void finish_start();

 private:
  struct Start {
    bool made_folder;              ///< Whether the folder was missing before.
    std::filesystem::path config;  ///< What waits to become config.toml.
  };

  RunFolder(std::filesystem::path path, Descriptor lock);
  static std::optional<RunFolder> take(const std::filesystem::path& folder);
  static RunFolder take_named(const std::filesystem::path& folder);
  static RunFolder take_numbered(const std::string& base);

  std::filesystem::path path_;
  Descriptor lock_;             // Of the folder; held until it is closed.
  std::optional<Start> start_;  // Until it is finished.
};

/// Whether the folder holds a start that was not finished, and nothing else.
bool is_unfinished_start(const std::filesystem::path& folder);

}  // namespace saccade
