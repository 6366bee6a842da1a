// saccade play: a person at the keyboard.
#include <fmt/format.h>

#include "experiments/cli/subject.h"
#include "experiments/commands/commands.h"

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"
#include "experiments/play/keyboard_player.h"
#include "render/window/viewer.h"
#endif

namespace saccade {

namespace {

CommandSyntax play_syntax() {
  CommandSyntax syntax;
  syntax.name = "play";
  syntax.summary =
      "Lets you play an environment with the keyboard.\n"
      "\n"
      "Discrete actions: an arrow key takes the action of that name (up is also the main engine,\n"
      "two arrows together are a diagonal); a digit takes the action of that number, which\n"
      "'saccade envs ENV' lists.\n"
      "Continuous actions: left and right change the first dimension, up and down the second or\n"
      "vertical one.\n"
      "If there are several agents, all of them take your action.";
  syntax.arguments = {"ENV"};
  syntax.options = {
      {"seed", "N", "Seed of the first episode; the next one has seed + 1, and so on.", "0"}};
  for (const CommandOption& option : subject_options()) syntax.options.push_back(option);
  return syntax;
}

}  // namespace

int play_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(play_syntax(), arguments);
  if (!line) return 0;
#ifdef SACCADE_WITH_RENDER
  Catalogue catalogue;
  const Subject subject = load_subject(*line, catalogue);
  auto environment = environment_factory(subject.config, catalogue)();
  auto player = std::make_unique<KeyboardPlayer>(environment->spec().kinds[0].action);
  KeyboardPlayer& person = *player;
  EpisodeSource source(std::move(environment), std::move(player));
  render::ViewerOptions options;
  options.seed = line->whole<std::uint64_t>("seed");
  options.on_keys = [&person](const render::HeldKeys& keys) { person.hold(keys); };
  render::watch(source, options);
  return 0;
#else
  throw Error(
      "saccade play: this program was built without the viewer; wanted a build with "
      "-DSACCADE_RENDER=ON");
#endif
}

}  // namespace saccade
