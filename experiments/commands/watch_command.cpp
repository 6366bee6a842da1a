// saccade watch: a policy that plays and what it attends to, in a window or recorded.
#include <fmt/format.h>

#include "experiments/cli/output_path.h"
#include "experiments/cli/run_or_environment.h"
#include "experiments/commands/commands.h"

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"
#include "experiments/terminal/progress_line.h"
#include "render/record/recorder.h"
#include "render/window/viewer.h"
#endif

namespace saccade {

namespace {

CommandSyntax watch_syntax() {
  CommandSyntax syntax;
  syntax.name = "watch";
  syntax.summary =
      "Shows a policy that plays: the world, what the agent attends to, and its next action.\n"
      "Of several agents the first one that is there is shown; Tab chooses the next one.\n"
      "\n"
      "RUN is a run directory (its best checkpoint is used), RUN@STEP, RUN@latest or a checkpoint\n"
      "file. ENV is an environment without a policy; its actions are random.\n"
      "Attention is drawn in one colour per head. An attended entity has a line from the agent\n"
      "and a ring, an attended ray a line with a dot at its end, an attended image patch a frame.\n"
      "The brighter a line, the more attention that head pays. Of a memory that attends, the\n"
      "panel shows how it weighs the steps that it remembers, and marks show where the agent\n"
      "was then. Keys choose heads, layer, attention rollout or memory: press ? in the window.\n"
      "The timeline goes to any step of the episode. While it is paused, drag an entity to see\n"
      "what the agent would do then.\n"
      "With --record there is no window, and no display is needed.";
  syntax.arguments = {"RUN|ENV"};
  syntax.options = {
      {"seed", "N", "Seed of the first episode; the next one has seed + 1, and so on.", "0"},
      {"record", "FILE",
       "Record to FILE.mp4 or FILE.gif, or as numbered pictures into the directory FILE."},
      force_option(),
      {"episodes", "N",
       "Number of episodes; 0: until the window is closed. Default of a recording: 1.", "0"},
      {"size", "WxH", "Size of the recording, pixels. Default: 1280x720, of a GIF 800x450.", ""},
      {"fps", "N",
       "Pictures a second of the recording, between steps with what moves on its way. Default: 30, "
       "of a GIF at most 20, and in a directory one picture a step.",
       ""},
      {"layer", "NAME",
       "Layer whose attention is shown at first: 'cross', 'block 1', ..., 'rollout' or, of "
       "policy.memory = attention, 'memory'. Default: the encoder's last layer.",
       ""},
      {"theme", "NAME", "Colours: 'dark' or 'light'; T in the window changes them.", "dark"},
      {"follow", "",
       "Load the newest checkpoint before each episode, to follow a run in training."},
      {"stochastic", "", "Sample actions instead of taking the most likely one."},
  };
  for (const CommandOption& option : run_or_environment_options()) syntax.options.push_back(option);
  return syntax;
}

#ifdef SACCADE_WITH_RENDER

std::unique_ptr<Player> make_player(const CommandLine& line, RunOrEnvironment& loaded,
                                    const EnvironmentSpec& spec,
                                    RegisteredEnvironments& environments) {
  const bool stochastic = line.given("stochastic");
  if (!loaded.run) {
    if (!stochastic && !line.given("follow")) return std::make_unique<RandomPlayer>(spec);
    throw Error(fmt::format("option '--{}': wanted a run, found the environment '{}'",
                            stochastic ? "stochastic" : "follow", line.argument(0)));
  }
  if (!line.given("follow")) {
    return std::make_unique<PolicyPlayer>(std::move(*loaded.run), spec, stochastic);
  }
  return std::make_unique<FollowingPlayer>(line.argument(0), line.texts("set"), spec, stochastic,
                                           environments);
}

// Plays the same once more, by the same checkpoint, for "what if".
std::unique_ptr<EpisodeSource> make_twin(const CommandLine& line, const RunOrEnvironment& loaded,
                                         const EnvironmentFactory& factory,
                                         RegisteredEnvironments& environments) {
  RunOrEnvironment again = loaded.run ? load_run_or_environment(loaded.run->checkpoint.string(),
                                                                line.texts("set"), environments)
                                      : load_run_or_environment(line, environments);
  auto environment = factory();
  auto player = make_player(line, again, environment->spec(), environments);
  return std::make_unique<EpisodeSource>(std::move(environment), std::move(player));
}

// "1280x720"; even numbers, as video encoders want them.
void parse_size(const std::string& text, render::RecordOptions& options) {
  const std::size_t cross = text.find('x');
  const auto read = [&text](std::size_t begin, std::size_t end, unsigned& number) {
    const auto [rest, error] = std::from_chars(text.data() + begin, text.data() + end, number);
    return error == std::errc() && rest == text.data() + end && number >= 64 && number <= 8192 &&
           number % 2 == 0;
  };
  if (cross == std::string::npos || !read(0, cross, options.width) ||
      !read(cross + 1, text.size(), options.height)) {
    throw Error(fmt::format(
        "option '--size': found '{}', wanted two even numbers from 64 to 8192 like 1280x720",
        text));
  }
}

void record_episodes(EpisodeSource& source, const CommandLine& line) {
  render::RecordOptions options;
  options.seed = line.whole<std::uint64_t>("seed");
  options.episodes = line.given("episodes") ? line.whole<int>("episodes", 1) : 1;
  options.path = line.text("record");
  options.layer = line.text("layer");
  options.theme = render::theme_named(line.text("theme"));
  if (line.given("size")) parse_size(line.text("size"), options);
  if (line.given("fps")) options.fps = line.whole<int>("fps", 1, 1000);
  ProgressLine progress;
  options.on_picture = [&](int episodes, int step, int pictures) {
    progress.show([&] {
      return fmt::format("recording: episode {} of {}, step {}, {} pictures", episodes + 1,
                         options.episodes, step, pictures);
    });
  };
  render::record(source, options);
  progress.clear();
  print("recorded {} episode{} to {}\n", options.episodes, options.episodes == 1 ? "" : "s",
        options.path);
}

void show_episodes(EpisodeSource& source, const CommandLine& line, const std::string& folder) {
  for (const char* option : {"size", "fps"}) {
    if (!line.given(option)) continue;
    throw Error(fmt::format("option '--{}': needs --record; a window is resized by hand", option));
  }
  render::ViewerOptions options;
  options.seed = line.whole<std::uint64_t>("seed");
  options.episodes = line.whole<int>("episodes");
  options.picture_folder = folder;
  options.layer = line.text("layer");
  options.theme = render::theme_named(line.text("theme"));
  render::watch(source, options);
}

#endif

}  // namespace

int watch_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(watch_syntax(), arguments);
  if (!line) return 0;
#ifdef SACCADE_WITH_RENDER
  if (line->given("record")) {
    check_is_new(line->text("record"), "--record", *line);
  } else if (line->given("force")) {
    throw Error("option '--force': needs --record; a window overwrites nothing");
  }
  RegisteredEnvironments environments;
  RunOrEnvironment loaded = load_run_or_environment(*line, environments);
  std::string pictures = ".";
  if (loaded.run) {
    pictures = (loaded.run->folder / "pictures").string();
  }
  const EnvironmentFactory factory = environment_factory(loaded.config, environments);
  std::unique_ptr<EpisodeSource> twin;
  if (!line->given("record") && !line->given("follow"))
    twin = make_twin(*line, loaded, factory, environments);
  auto environment = factory();
  auto player = make_player(*line, loaded, environment->spec(), environments);
  EpisodeSource source(std::move(environment), std::move(player), std::move(twin));
  if (line->given("record")) {
    record_episodes(source, *line);
  } else {
    show_episodes(source, *line, pictures);
  }
  return 0;
#else
  throw Error(
      "saccade watch: this program was built without the viewer; wanted a build with "
      "-DSACCADE_RENDER=ON");
#endif
}

}  // namespace saccade
