#include "experiments/cli/subject.h"

#include <fmt/format.h>

namespace saccade {

Subject load_subject(const std::string& run_or_env, const std::vector<std::string>& sets,
                     Catalogue& catalogue) {
  for (const std::string& set : sets) {
    if (set.starts_with("env.") || set.starts_with("wrap.")) continue;
    throw Error(fmt::format(
        "option '--set': found '{}', wanted env.<option>=value or wrap.<wrapper>=value: "
        "other keys only affect training",
        set));
  }
  if (!is_run(run_or_env)) return {load_experiment(run_or_env, sets, catalogue), std::nullopt};
  LoadedRun run = load_run(run_or_env, sets, catalogue);
  ExperimentConfig config = run.config;
  return {std::move(config), std::move(run)};
}

Subject load_subject(const CommandLine& line, Catalogue& catalogue) {
  for (const std::string& plugin : line.texts("plugin")) catalogue.load(plugin);
  return load_subject(line.argument(0), line.texts("set"), catalogue);
}

std::vector<CommandOption> subject_options() {
  return {{"set", "KEY=VALUE",
           "Set an option env.OPTION of the environment or a wrapper wrap.NAME; may be repeated.",
           "", true},
          plugin_option()};
}

}  // namespace saccade
