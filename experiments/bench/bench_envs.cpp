// saccade bench envs: how fast the environments are by themselves.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "envs/episode/episode_runner.h"
#include "experiments/bench/bench_commands.h"
#include "experiments/bench/bench_timing.h"
#include "experiments/cli/cli.h"
#include "experiments/config/registered_environments.h"

namespace saccade {

namespace {

CommandSyntax bench_envs_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench envs";
  syntax.summary =
      "Measures all environments, or only ENV: steps per second on one thread with random\n"
      "actions. The time includes writing and checking observations and resetting episodes.";
  syntax.arguments = {"[ENV]"};
  syntax.options = {{"milliseconds", "N", "Time for each environment.", "1000"},
                    {"json", "", "Print one JSON object."},
                    plugin_option()};
  return syntax;
}

void random_step(EpisodeRunner& runner, Rng& rng, std::vector<float>& actions) {
  random_actions(runner.spec(), runner.observations(), rng, actions);
  runner.step(actions);
}

double steps_per_second(const EnvironmentEntry& entry, double seconds) {
  EpisodeRunner runner(make_environment(entry, Options(entry.options)), 1, 0);
  std::vector<float> actions(runner.action_count());
  Rng rng(1);
  constexpr int kStepsPerLook = 64;  // Looking at the clock costs as much as a cheap step.
  std::int64_t steps = 0;
  const Stopwatch watch;
  while (watch.seconds() < seconds) {
    for (int i = 0; i < kStepsPerLook; ++i) random_step(runner, rng, actions);
    steps += kStepsPerLook;
  }
  return static_cast<double>(steps) / watch.seconds();
}

std::vector<EnvironmentEntry> chosen_entries(const Registry& registry, const std::string& id) {
  if (id.empty()) return registry.entries();
  return {registry.find(id)};
}

}  // namespace

int bench_envs_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_envs_syntax(), arguments);
  if (!line) return 0;
  const double seconds = line->whole<int>("milliseconds", 1, 1'000'000) / 1e3;
  RegisteredEnvironments environments;
  environments.load_all(line->texts("plugin"));
  nlohmann::ordered_json json;
  for (const EnvironmentEntry& entry : chosen_entries(environments.registry(), line->argument(0))) {
    const double rate = steps_per_second(entry, seconds);
    json[entry.id]["steps_per_second"] = rate;
    if (!line->given("json")) print("{:<28}{:>12.0f} steps per second\n", entry.id, rate);
  }
  if (line->given("json")) print_json(json);
  return 0;
}

}  // namespace saccade
