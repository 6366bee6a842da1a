// saccade play: a person at the keyboard.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "experiments/cli/output_path.h"
#include "experiments/cli/run_or_environment.h"
#include "experiments/commands/commands.h"

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"
#include "experiments/players/keyboard_player.h"
#include "render/display/held_signals.h"
#include "render/window/viewer.h"
#endif

namespace saccade {

namespace {

CommandSyntax play_syntax() {
  CommandSyntax syntax;
  syntax.name = "play";
  syntax.summary =
      "Lets you play an environment with the keyboard, the mouse or a gamepad.\n"
      "\n"
      "Discrete actions: an arrow key takes the action of that name (up is also the main engine,\n"
      "two arrows together are a diagonal); a digit takes the action of that number, which\n"
      "'saccade envs ENV' lists.\n"
      "Choice of an entity: click it. Where nothing else is to be done, time waits for the click.\n"
      "Continuous actions: left and right change the first dimension, up and down the second or\n"
      "vertical one.\n"
      "Gamepad: its stick and cross are the arrow keys, its buttons the digits.\n"
      "If there are several agents, all of them take your action; of several kinds those of one\n"
      "kind do, and the others act at random or by the policies of a run.";
  syntax.arguments = {"ENV"};
  syntax.options = {
      {"seed", "N", "Seed of the first episode; the next one has seed + 1, and so on.", "0"},
      {"theme", "NAME", "Colours: 'dark' or 'light'; T in the window changes them.", "dark"},
      {"kind", "NAME", "Kind of the agents that you steer. Default: the first one.", ""},
      {"with", "RUN",
       "A run whose policy looks on: its attention, value and advice are shown beside what you do. "
       "Agents of other kinds act by its policies.",
       ""},
      {"record", "FILE.json",
       "Keep every episode as a file that 'saccade watch' plays again: the first one as FILE.json, "
       "then FILE-2.json, and so on.",
       ""},
      force_option()};
  for (const CommandOption& option : run_or_environment_options()) syntax.options.push_back(option);
  return syntax;
}

#ifdef SACCADE_WITH_RENDER

std::size_t chosen_kind(const CommandLine& line, const EnvironmentSpec& spec) {
  if (!line.given("kind")) return 0;
  std::vector<std::string> names;
  for (const AgentKind& kind : spec.kinds) names.push_back(kind.name);
  const auto found = std::find(names.begin(), names.end(), line.text("kind"));
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  throw Error(fmt::format("option '--kind': found '{}', wanted {}", line.text("kind"),
                          names == std::vector<std::string>{""}
                              ? "none: there is only one kind, without a name"
                              : fmt::format("one of {}", fmt::join(names, ", "))));
}

// Who acts for agents of other kinds, and advises if it is a policy.
std::unique_ptr<Player> make_other(const CommandLine& line, const EnvironmentSpec& spec,
                                   RegisteredEnvironments& environments) {
  if (!line.given("with")) return std::make_unique<RandomPlayer>(spec);
  LoadedRun run = load_run(line.text("with"), line.texts("set"), environments);
  try {
    return std::make_unique<PolicyPlayer>(std::move(run), spec, false);
  } catch (const Error& error) {
    throw Error(fmt::format("option '--with': run '{}': {}", line.text("with"), error.what()));
  }
}

void check_record(const CommandLine& line) {
  if (!line.given("record")) {
    if (line.given("force")) throw Error("option '--force': needs --record");
    return;
  }
  const std::string& file = line.text("record");
  if (!file.ends_with(".json")) {
    throw Error(
        fmt::format("option '--record': found '{}', wanted a name that ends in .json", file));
  }
  check_is_new(file, "--record", line);
  check_can_write(file, "--record");
}

#endif

}  // namespace

int play_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(play_syntax(), arguments);
  if (!line) return 0;
#ifdef SACCADE_WITH_RENDER
  check_record(*line);
  RegisteredEnvironments environments;
  const RunOrEnvironment loaded = load_run_or_environment(*line, environments);
  auto environment = environment_factory(loaded.config, environments)();
  const EnvironmentSpec spec = spec_of(*environment);
  auto player = std::make_unique<KeyboardPlayer>(
      spec, chosen_kind(*line, spec), make_other(*line, spec, environments), line->given("with"));
  KeyboardPlayer& person = *player;
  EpisodeSource source(std::move(environment), std::move(player));
  source.set_origin(loaded.config);
  source.keep_episodes(line->text("record"));
  render::ViewerOptions options;
  options.seed = line->whole<std::uint64_t>("seed");
  options.theme = render::theme_named(line->text("theme"));
  options.on_keys = [&person](const render::HeldKeys& keys) { person.hold(keys); };
  const render::HeldSignals signals;  // An interrupted episode is kept too.
  try {
    render::watch(source, options);
  } catch (...) {
    source.keep();
    throw;
  }
  source.keep();
  return 0;
#else
  throw Error(
      "saccade play: this program was built without the viewer; wanted a build with "
      "-DSACCADE_RENDER=ON");
#endif
}

}  // namespace saccade
