// saccade bench viewer: how many pictures a second the viewer draws.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/bench/bench_commands.h"
#include "experiments/bench/bench_timing.h"
#include "experiments/cli/cli.h"
#include "experiments/config/experiment_config.h"
#include "experiments/config/registered_environments.h"

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"
#include "render/window/picture_cost.h"
#endif

namespace saccade {

namespace {

CommandSyntax bench_viewer_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench viewer";
  syntax.summary =
      "Measures how long the viewer takes for a picture of forage with so many things to eat, as\n"
      "an untrained policy plays it: a window's picture, with attention, panel and timeline, "
      "drawn\n"
      "off screen at 60 pictures a second of the world's time and read back. Without a display it\n"
      "is drawn under Xvfb, by the processor.";
  syntax.options = {{"entities", "N", "Entities, the agent included.", "100"},
                    {"width", "N", "Pixels.", "1280"},
                    {"height", "N", "Pixels.", "720"},
                    {"theme", "NAME", "'dark' or 'light'.", "dark"},
                    {"seconds", "N", "Time of the measurement.", "5"},
                    {"json", "", "Print one JSON object."}};
  return syntax;
}

#ifdef SACCADE_WITH_RENDER

// Forage with so many entities, and a policy as it is before training.
std::unique_ptr<EpisodeSource> crowded_world(int entities, RegisteredEnvironments& environments) {
  const std::string food = std::to_string(entities - 1);
  const ExperimentConfig config =
      load_experiment("forage",
                      {"env.food_max=" + food, "env.food_min=" + food, "env.poison_min=0",
                       "env.poison_max=0", "env.hunters_max=0", "env.crates_max=0"},
                      environments);
  auto environment = environment_factory(config, environments)();
  const EnvironmentSpec spec = spec_of(*environment);
  const auto player = [&] {
    LoadedRun run{config, PolicySet(spec.kinds, config.learner.policy, 1), 0, {}, {}};
    return std::make_unique<PolicyPlayer>(std::move(run), spec, true);
  };
  auto twin =
      std::make_unique<EpisodeSource>(environment_factory(config, environments)(), player());
  return std::make_unique<EpisodeSource>(std::move(environment), player(), std::move(twin));
}

// From a change at step 150 to what the agent thinks of it.
double seconds_of_answer(EpisodeSource& source) {
  constexpr int kStep = 150;
  const render::Frame* frame = &source.reset(1);
  while (frame->step < kStep && !frame->done) frame = &source.advance();
  const EntityId moved = frame->mind().seen.ids.back();
  const int step = frame->step;
  return seconds_per_call(0.5, [&] {
    source.what_if(step, {.state = {{.id = moved, .place = {10, 10}}}});
  });
}

#endif

}  // namespace

int bench_viewer_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_viewer_syntax(), arguments);
  if (!line) return 0;
#ifdef SACCADE_WITH_RENDER
  const int entities = line->whole<int>("entities", 2, 1000);
  const int width = line->whole<int>("width", 64, 8192);
  const int height = line->whole<int>("height", 64, 8192);
  const int seconds = line->whole<int>("seconds", 1, 3600);
  RegisteredEnvironments environments;
  const auto source = crowded_world(entities, environments);
  const render::PictureCost cost = render::measure_pictures(
      *source, 1, static_cast<unsigned>(width), static_cast<unsigned>(height),
      static_cast<double>(seconds), render::theme_named(line->text("theme")));
  const double rate = 1 / (cost.compose + cost.draw);
  const double answer = seconds_of_answer(*source);
  if (line->given("json")) {
    print_json({{"entities", entities},
                {"width", width},
                {"height", height},
                {"compose_seconds", cost.compose},
                {"draw_seconds", cost.draw},
                {"processor_seconds", cost.processor},
                {"pictures_per_second", rate},
                {"what_if_seconds", answer}});
  } else {
    print(
        "{} entities, {}x{} pixels: {:.2f} ms to compose, {:.2f} ms to draw and read back: {:.0f} "
        "pictures a second, {:.2f} ms of processor time each\n",
        entities, width, height, 1e3 * cost.compose, 1e3 * cost.draw, rate, 1e3 * cost.processor);
    print("from a change at step 150 to a new decision: {:.2f} ms\n", 1e3 * answer);
  }
  return 0;
#else
  throw Error(
      "saccade bench viewer: this program was built without the viewer; wanted a build with "
      "-DSACCADE_RENDER=ON");
#endif
}

}  // namespace saccade
