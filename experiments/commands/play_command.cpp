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
      "Opens an environment for you to play. Arrow keys do what the actions' names say (up is "
      "also\n"
      "the main engine; diagonals are two arrows), digits pick an action by its number (see\n"
      "'saccade envs ENV'), and a continuous action is moved by left and right, its second or\n"
      "vertical dimension by up and down. Several agents all do what you do.";
  syntax.arguments = {"ENV"};
  syntax.options = {
      {"seed", "N", "Seed of the first episode; the next one has the next seed.", "0"}};
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
  auto player = std::make_unique<KeyboardPlayer>(environment->spec().action);
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
