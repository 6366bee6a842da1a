// saccade watch: a policy that plays and what it attends to, in a window or recorded.
#include <fmt/format.h>

#include <algorithm>

#include "experiments/cli/output_path.h"
#include "experiments/cli/run_or_environment.h"
#include "experiments/commands/commands.h"

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/watched.h"
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
      "file. ENV is an environment without a policy; its actions are random. EPISODE is a file\n"
      "*.json, as key K or 'saccade play --record' writes it: that episode is played again\n"
      "exactly, with the attention of a policy if --with names one. Up to four are shown side\n"
      "by side, with the same seed and one timeline.\n"
      "Attention is drawn in one colour and line pattern per head. An attended entity has a line\n"
      "from the agent and a ring, an attended ray a line with a dot at its end, an attended image\n"
      "patch a frame. The brighter a line, the more attention that head pays. Of a memory that\n"
      "attends, the panel shows how it weighs the steps that it remembers, and marks show where\n"
      "the agent was then. Keys choose heads, layer, rollout or memory: press ? in the window.\n"
      "The timeline goes to any step of the episode. While it is paused, drag an entity to see\n"
      "what the agent would do then.\n"
      "With --record there is no window, and no display is needed.";
  syntax.arguments = {"RUN|ENV|EPISODE..."};
  syntax.options = {
      {"seed", "N", "Seed of the first episode; the next one has seed + 1, and so on.", "0"},
      {"record", "FILE",
       "Record to FILE.mp4 or FILE.gif, or as numbered pictures into the directory FILE."},
      force_option(),
      {"episodes", "N",
       "Number of episodes; 0: until the window is closed. Default of a recording: 1, of "
       "--checkpoints one for each.",
       "0"},
      {"size", "WxH", "Size of the recording, pixels. Default: 1280x720, of a GIF 800x450.", ""},
      {"fps", "N",
       "Pictures a second of the recording, between steps with what moves on its way. Default: 30, "
       "of a GIF at most 20, and in a directory one picture a step.",
       ""},
      {"layer", "NAME",
       "Layer whose attention is shown at first: 'cross', 'block 1', ..., 'rollout' or, of "
       "policy.memory = attention, 'memory'. Default: the encoder's last layer.",
       ""},
      {"with", "RUN", "A run that looks on at a recorded episode: its attention, value and advice.",
       ""},
      {"checkpoints", "",
       "Show the same seed with all of a run's checkpoints, one after the other: how it learned."},
      {"theme", "NAME", "Colours: 'dark' or 'light'; T in the window changes them.", "dark"},
      {"follow", "",
       "Load the newest checkpoint before each episode, to follow a run in training."},
      {"stochastic", "", "Sample actions instead of taking the most likely one."},
  };
  for (const CommandOption& option : run_or_environment_options()) syntax.options.push_back(option);
  return syntax;
}

#ifdef SACCADE_WITH_RENDER

WatchOptions watch_options(const CommandLine& line) {
  return {.sets = line.texts("set"),
          .onlooker = line.text("with"),
          .stochastic = line.given("stochastic"),
          .follow = line.given("follow"),
          .checkpoints = line.given("checkpoints"),
          .can_change = !line.given("record")};
}

std::vector<Watched> open_all(const CommandLine& line, RegisteredEnvironments& environments) {
  constexpr std::size_t kMost = 4;
  if (line.given("follow") && line.given("checkpoints")) {
    throw Error("option '--checkpoints': not together with --follow");
  }
  environments.load_all(line.texts("plugin"));
  std::vector<Watched> all;
  for (const std::string& what : line.all_arguments()) {
    all.push_back(open_watched(what, watch_options(line), environments));
    if (all.back().environment != all[0].environment) {
      throw Error(fmt::format("watch: found the environments {} and {}, wanted one",
                              all[0].environment, all.back().environment));
    }
  }
  if (all.size() <= kMost) return all;
  throw Error(fmt::format("watch: found {} side by side, wanted at most {}", all.size(), kMost));
}

std::vector<render::FrameSource*> sources_of(const std::vector<Watched>& all) {
  std::vector<render::FrameSource*> sources;
  for (const Watched& one : all) sources.push_back(one.source.get());
  return sources;
}

// That of a recorded episode, if there is one.
std::uint64_t seed_of(const std::vector<Watched>& all, const CommandLine& line) {
  std::optional<std::uint64_t> seed;
  for (const Watched& one : all) {
    if (!one.seed) continue;
    if (line.given("seed")) throw Error("option '--seed': a recorded episode has its own");
    if (seed && *seed != *one.seed) {
      throw Error(fmt::format("watch: found episodes of the seeds {} and {}, wanted one", *seed,
                              *one.seed));
    }
    seed = one.seed;
  }
  return seed ? *seed : line.whole<std::uint64_t>("seed");
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

void record_episodes(const std::vector<Watched>& all, const CommandLine& line) {
  render::RecordOptions options;
  options.seed = seed_of(all, line);
  for (const Watched& one : all) options.episodes = std::max(options.episodes, one.episodes);
  if (line.given("episodes")) options.episodes = line.whole<int>("episodes", 1);
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
  render::record(sources_of(all), options);
  progress.clear();
  print("recorded {} episode{} to {}\n", options.episodes, options.episodes == 1 ? "" : "s",
        options.path);
}

void show_episodes(const std::vector<Watched>& all, const CommandLine& line) {
  for (const char* option : {"size", "fps"}) {
    if (!line.given(option)) continue;
    throw Error(fmt::format("option '--{}': needs --record; a window is resized by hand", option));
  }
  render::ViewerOptions options;
  options.seed = seed_of(all, line);
  options.episodes = line.whole<int>("episodes");
  if (const auto& run = all[0].folder; !run.empty()) {
    options.picture_folder = (run / "pictures").string();
    options.episode_folder = (run / "episodes").string();
  }
  options.layer = line.text("layer");
  options.theme = render::theme_named(line.text("theme"));
  render::watch(sources_of(all), options);
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
  const std::vector<Watched> all = open_all(*line, environments);
  if (line->given("record")) {
    record_episodes(all, *line);
  } else {
    show_episodes(all, *line);
  }
  return 0;
#else
  throw Error(
      "saccade watch: this program was built without the viewer; wanted a build with "
      "-DSACCADE_RENDER=ON");
#endif
}

}  // namespace saccade
