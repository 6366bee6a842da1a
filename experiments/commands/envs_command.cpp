// saccade envs: the environments at hand, or all about one of them.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/cli/cli.h"
#include "experiments/commands/commands.h"
#include "experiments/config/registered_environments.h"
#include "experiments/manual/environment_json.h"
#include "experiments/manual/environment_page.h"
#include "experiments/manual/environment_text.h"

namespace saccade {

namespace {

CommandSyntax envs_syntax() {
  CommandSyntax syntax;
  syntax.name = "envs";
  syntax.summary =
      "Lists the environments. With ENV, describes that environment: the task, entity types and\n"
      "their features, actions, reward, source, and options with type, range and default. An\n"
      "option is set with '--set env.OPTION=VALUE'. One outside of the program, such as "
      "socket:5555\n"
      "or gym:CartPole-v1, must be there to be described.";
  syntax.arguments = {"[ENV]"};
  syntax.options = {{"json", "", "Print one JSON object."},
                    {"markdown", "", "Print a page in Markdown, as docs/environments.md."},
                    plugin_option()};
  return syntax;
}

void print_list(const Registry& registry) {
  std::size_t width = 0;
  for (const EnvironmentEntry& entry : registry.entries()) width = std::max(width, entry.id.size());
  for (const EnvironmentEntry& entry : registry.entries()) {
    print("{:<{}}  {}\n", entry.id, width, entry.summary);
  }
  print("\nOutside of this program:\n");
  for (const EnvironmentScheme& scheme : registry.schemes()) {
    print("{:<{}}  {}\n", scheme.form, width, scheme.summary);
  }
  print("\n'saccade envs ENV' describes one of them.\n");
}

nlohmann::ordered_json list_json(const Registry& registry) {
  nlohmann::ordered_json json;
  for (const EnvironmentEntry& entry : registry.entries()) json[entry.id] = describe_json(entry);
  return json;
}

void print_all(const Registry& registry, const CommandLine& line) {
  if (line.given("json")) {
    print_json(list_json(registry));
  } else if (line.given("markdown")) {
    print("{}", environments_page(registry));
  } else {
    print_list(registry);
  }
}

void print_one(const EnvironmentEntry& entry, const CommandLine& line) {
  if (line.given("json")) {
    print_json(describe_json(entry));
  } else if (line.given("markdown")) {
    print("{}", environment_section(entry));
  } else {
    print("{}", describe_text(entry));
  }
}

}  // namespace

int envs_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(envs_syntax(), arguments);
  if (!line) return 0;
  if (line->given("json") && line->given("markdown")) {
    throw Error("found --json and --markdown, wanted one of them");
  }
  RegisteredEnvironments environments;
  environments.load_all(line->texts("plugin"));
  const std::string& id = line->argument(0);
  if (id.empty()) {
    print_all(environments.registry(), *line);
  } else {
    print_one(environments.registry().find(id), *line);
  }
  return 0;
}

}  // namespace saccade
