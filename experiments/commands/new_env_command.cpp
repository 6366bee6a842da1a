// saccade new-env: the project of a new environment, ready to build.
#include <fmt/format.h>

#include "experiments/cli/cli.h"
#include "experiments/commands/commands.h"
#include "experiments/new_env/new_env.h"

namespace saccade {

namespace {

CommandSyntax new_env_syntax() {
  CommandSyntax syntax;
  syntax.name = "new-env";
  syntax.summary =
      "Writes the project of a small, complete environment into the new directory DIR (default:\n"
      "NAME). It builds and trains as it is; its README.md says how. NAME is in kebab case, like\n"
      "'lunar-lander'.";
  syntax.arguments = {"NAME", "[DIR]"};
  syntax.options = {{"agents", "N", "Number of agents that act at once.", "1"},
                    {"continuous", "", "Actions are vectors of numbers instead of one of several."},
                    {"select", "", "Actions choose one of the entities that the agent sees."}};
  return syntax;
}

NewEnvAction action_of(const CommandLine& line) {
  if (line.given("continuous") && line.given("select")) {
    throw Error("found --continuous and --select, wanted one of them");
  }
  if (line.given("continuous")) return NewEnvAction::kContinuous;
  return line.given("select") ? NewEnvAction::kSelectEntity : NewEnvAction::kCategorical;
}

}  // namespace

int new_env_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(new_env_syntax(), arguments);
  if (!line) return 0;
  const std::string& name = line->argument(0);
  const std::string folder = line->argument(1).empty() ? name : line->argument(1);
  write_new_environment(
      {.name = name, .agents = line->whole<int>("agents", 1, 1000), .action = action_of(*line)},
      folder);
  print("wrote {0}/: its README.md says how to build it and how to train in it\n", folder);
  return 0;
}

}  // namespace saccade
