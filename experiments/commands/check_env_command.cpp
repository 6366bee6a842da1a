// saccade check-env: does an environment keep its contract?
#include <fmt/format.h>

#include "envs/check/check_environment.h"
#include "envs/check/check_scales.h"
#include "envs/episode/episode_runner.h"
#include "experiments/cli/run_or_environment.h"
#include "experiments/commands/commands.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {

namespace {

CommandSyntax check_env_syntax() {
  CommandSyntax syntax;
  syntax.name = "check-env";
  syntax.summary =
      "Plays an environment with random actions and checks that it keeps its contract:\n"
      "  - the same seed and actions give the same bytes; another seed gives another episode;\n"
      "  - all numbers are finite;\n"
      "  - ids are unique, and an agent keeps its own while it is in the world;\n"
      "  - shapes belong to entities that some agent sees;\n"
      "  - masks allow at least one choice;\n"
      "  - rewards and episode lengths are within the declared limits;\n"
      "  - edits of the state, if it offers them, are done alike everywhere, or change nothing.\n"
      "Exit status 1 if the contract is broken. If it is kept, warnings name numbers that make\n"
      "learning hard: features, rewards or action ranges of very different sizes.";
  syntax.arguments = {"ENV"};
  syntax.options = {{"episodes", "N", "Episodes to play.", "10"},
                    {"seed", "N", "Seed of the first episode.", "0"}};
  for (const CommandOption& option : run_or_environment_options()) syntax.options.push_back(option);
  return syntax;
}

/// A value that a wrapper refuses is a mistake in the request, not in the environment: throws
/// Error.  What is wrong with the environment itself is left to the check.
void check_wrappers(const ExperimentConfig& config, const RegisteredEnvironments& environments) {
  ExperimentConfig plain = config;
  plain.wrap = wrapper_options();
  if (config.wrap.values() == plain.wrap.values()) return;
  try {
    spec_of(environment_factory(plain, environments));
  } catch (const Error&) {
    return;
  }
  spec_of(environment_factory(config, environments));
}

}  // namespace

int check_env_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(check_env_syntax(), arguments);
  if (!line) return 0;
  const int episodes = line->whole<int>("episodes", 1);
  const auto seed = line->whole<std::uint64_t>("seed");
  RegisteredEnvironments environments;
  const RunOrEnvironment loaded = load_run_or_environment(*line, environments);
  check_wrappers(loaded.config, environments);
  const EnvironmentFactory factory = environment_factory(loaded.config, environments);
  const std::vector<std::string> violations = check_environment(factory, episodes, seed);
  if (violations.empty()) {
    print("{}: keeps its contract ({} episodes)\n", loaded.config.env_id, episodes);
    for (const std::string& warning : check_scales(factory, episodes, seed)) {
      fmt::print(stderr, "warning: {}\n", printable(warning));
    }
    return 0;
  }
  for (const std::string& violation : violations) print("{}\n", violation);
  throw Error(
      fmt::format("environment '{}': breaks its contract in {} way{}, listed on stdout",
                  loaded.config.env_id, violations.size(), violations.size() == 1 ? "" : "s"),
      Error::Kind::kFailure);
}

}  // namespace saccade
