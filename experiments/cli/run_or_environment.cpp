#include "experiments/cli/run_or_environment.h"

#include <fmt/format.h>

namespace saccade {

RunOrEnvironment load_run_or_environment(const std::string& run_or_env,
                                         const std::vector<std::string>& sets,
                                         RegisteredEnvironments& environments) {
  for (const std::string& set : sets) {
    if (set.starts_with("env.") || set.starts_with("wrap.")) continue;
    throw Error(fmt::format(
        "option '--set': found '{}', wanted env.<option>=value or wrap.<wrapper>=value: "
        "other keys only affect training",
        set));
  }
  if (!is_run(run_or_env)) return {load_experiment(run_or_env, sets, environments), std::nullopt};
  LoadedRun run = load_run(run_or_env, sets, environments);
  ExperimentConfig config = run.config;
  return {std::move(config), std::move(run)};
}

RunOrEnvironment load_run_or_environment(const CommandLine& line,
                                         RegisteredEnvironments& environments) {
  environments.load_all(line.texts("plugin"));
  return load_run_or_environment(line.argument(0), line.texts("set"), environments);
}

std::vector<CommandOption> run_or_environment_options() {
  return {{"set", "KEY=VALUE",
           "Set an option env.OPTION of the environment or a wrapper wrap.NAME; may be repeated.",
           "", true},
          plugin_option()};
}

}  // namespace saccade
