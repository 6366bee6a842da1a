// What most commands are given: RUN|ENV, a trained run or an environment by itself.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "experiments/cli/cli.h"
#include "experiments/run/run_directory.h"

namespace saccade {

/// An environment's configuration and, for a run, the policy trained in it.
struct RunOrEnvironment {
  ExperimentConfig config;
  std::optional<LoadedRun> run;  ///< Empty: an environment by itself, where actions are random.

  /// The policy, or null.
  const PolicySet* policies() const { return run ? &run->policies : nullptr; }
};

/// Loads a run, or the environment of that id, or the environment of a preset or config file.
/// `sets` may only touch env.* and wrap.*: nothing else has an effect once training is over. Throws
/// Error naming what is wrong.
RunOrEnvironment load_run_or_environment(const std::string& run_or_env,
                                         const std::vector<std::string>& sets,
                                         RegisteredEnvironments& environments);

/// The same from a command line with a first argument RUN|ENV and the options --set and --plugin.
RunOrEnvironment load_run_or_environment(const CommandLine& line,
                                         RegisteredEnvironments& environments);

/// --set and --plugin, as load_run_or_environment reads them.
std::vector<CommandOption> run_or_environment_options();

}  // namespace saccade
