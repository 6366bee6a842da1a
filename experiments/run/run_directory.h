// The folder of one training run, and how the command line names a run or one of its checkpoints.
//
//   config.toml  metrics.csv  evals.csv  summary.json  events.out.tfevents.*
//   run-id (of a run with plug-ins: plugin_trust.h)
//   checkpoints/step-<N>.safetensors, latest, best
//
// `latest` and `best` are symbolic links to checkpoint files.  docs/runs.md tells in which order
// they are written and what a kill leaves behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "agents/policy/policy_set.h"
#include "experiments/config/experiment_config.h"

namespace saccade {

/// A run argument, resolved to files.
struct RunLocation {
  std::filesystem::path folder;      ///< The run directory; a lone checkpoint's own folder.
  std::filesystem::path checkpoint;  ///< step-<N>.safetensors
};

/// A checkpoint of a run folder by "best", "latest", its step, or "" for the default.  Throws Error
/// naming those there are.
std::filesystem::path find_checkpoint(const std::filesystem::path& folder,
                                      const std::string& which);

/// Whether the argument names a run or checkpoint (as opposed to an environment, a preset or a
/// configuration).
bool is_run(const std::string& run);

/// Resolves "RUN" (its best checkpoint, else its latest), "RUN@<step>", "RUN@best", "RUN@latest" or
/// the path of a checkpoint file.  Throws Error naming what is missing and what there is.
RunLocation locate_run(const std::string& run);

/// A small file's contents; nothing when it cannot be read, so that it has to be written anyway.
std::optional<std::string> contents_of(const std::filesystem::path& file);

/// Trained policies, one for each kind of agents, and where they come from.
struct LoadedRun {
  ExperimentConfig config;
  PolicySet policies;
  std::int64_t step = 0;             ///< Environment steps it was trained for.
  std::filesystem::path folder;      ///< As in RunLocation.
  std::filesystem::path checkpoint;  ///< The file it was read from.
  /// [kinds] what a value of 1 stands for, in rewards of the environment; empty: 1 for all.
  std::vector<float> value_units{};
  std::string digest{};  ///< policies_digest of the checkpoint.
};

/// Loads a run's policies.  `sets` are applied to its configuration (to try the policy on another
/// setting of its environment); the plug-ins of a run that this user trained are loaded, those of
/// any other must be there.  Throws Error when the checkpoint is damaged or does not fit the
/// environment.
LoadedRun load_run(const std::string& run, const std::vector<std::string>& sets,
                   RegisteredEnvironments& environments);

}  // namespace saccade
