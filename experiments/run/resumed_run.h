// A run directory that is opened to be trained further: everything is read and checked before
// anything is touched.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "agents/learner.h"
#include "envs/call_board.h"
#include "experiments/checkpoint/checkpoint.h"
#include "experiments/config/experiment_config.h"
#include "experiments/run/run_folder.h"

namespace saccade {

/// A run that is to be continued from its latest checkpoint.
struct ResumedRun {
  RunFolder folder;
  ExperimentConfig stored;  ///< What config.toml says, with the plug-ins that are loaded now.
  ExperimentConfig config;  ///< With what is set anew.
  bool is_given_steps;      ///< Whether `steps` is among that, perhaps as it was.
  Checkpoint checkpoint;
  std::filesystem::path checkpoint_file;
};

/// Takes a run directory and reads it, without touching anything; `sets` are applied to its
/// configuration.  Calls into environments stand on the board, if there is one.  Throws Error when
/// another process trains it or it is damaged.
ResumedRun open_for_resume(const std::filesystem::path& run_folder,
                           const std::vector<std::string>& sets,
                           RegisteredEnvironments& environments, CallBoard* board = nullptr);

/// A learner of the configuration, which has learned nothing yet.
std::unique_ptr<Learner> make_learner(const ExperimentConfig& config,
                                      const EnvironmentFactory& factory, Ranks* ranks = nullptr);

/// The same as the run's checkpoint remembers it.  Throws Error when that does not fit.
std::unique_ptr<Learner> restored_learner(const ResumedRun& run, const ExperimentConfig& config,
                                          const EnvironmentFactory& factory,
                                          Ranks* ranks = nullptr);

/// Makes the configured environments, whose calls stand on the board, if there is one.
EnvironmentFactory watched_factory(const ExperimentConfig& config,
                                   const RegisteredEnvironments& environments, CallBoard* board);

}  // namespace saccade
