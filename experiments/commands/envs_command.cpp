// saccade envs: the environments at hand, or all about one of them.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/cli/cli.h"
#include "experiments/commands/commands.h"
#include "experiments/config/registered_environments.h"
#include "experiments/report/environment_description.h"

namespace saccade {

namespace {

CommandSyntax envs_syntax() {
  CommandSyntax syntax;
  syntax.name = "envs";
  syntax.summary =
      "Lists the environments. With ENV, describes that environment: its entity types and their\n"
      "features, its actions, and its options with type, range and default. An option is set with\n"
      "'--set env.OPTION=VALUE'.";
  syntax.arguments = {"[ENV]"};
  syntax.options = {{"json", "", "Print one JSON object."}, plugin_option()};
  return syntax;
}

void print_list(const Registry& registry) {
  std::size_t width = 0;
  for (const EnvironmentEntry& entry : registry.entries()) width = std::max(width, entry.id.size());
  for (const EnvironmentEntry& entry : registry.entries()) {
    print("{:<{}}  {}\n", entry.id, width, entry.summary);
  }
  print("\n'saccade envs ENV' describes one of them.\n");
}

nlohmann::ordered_json list_json(const Registry& registry) {
  nlohmann::ordered_json json;
  for (const EnvironmentEntry& entry : registry.entries()) json[entry.id] = describe_json(entry);
  return json;
}

}  // namespace

int envs_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(envs_syntax(), arguments);
  if (!line) return 0;
  RegisteredEnvironments environments;
  for (const std::string& plugin : line->texts("plugin")) environments.load(plugin);
  const std::string& id = line->argument(0);
  if (id.empty() && line->given("json")) {
    print_json(list_json(environments.registry()));
  } else if (id.empty()) {
    print_list(environments.registry());
  } else if (line->given("json")) {
    print_json(describe_json(environments.registry().find(id)));
  } else {
    print("{}", describe_text(environments.registry().find(id)));
  }
  return 0;
}

}  // namespace saccade
