// `highway`: drive fast on a busy highway, to the right, and hit nobody.
//
// After highway-env's highway-v0 and highway-fast-v0 (Edouard Leurent 2018, version 1.12.1): a seed
// and the same actions give the original's episode.
#include <algorithm>
#include <memory>
#include <utility>

#include "envs/core/registry.h"
#include "envs/road/highway_scene.h"
#include "envs/road/highway_world.h"
#include "envs/road/road_senses.h"

namespace saccade {
namespace {

enum Outcome { kCrashed, kTimeout };

class Highway final : public Environment {
 public:
  Highway(const HighwaySettings& settings, const RoadSight& sight, int duration)
      : world_(settings), sight_(sight) {
    spec_ = {.id = "highway",
             .kinds = {{.observation = road_observation(sight),
                        .action = {{CategoricalHead{
                            .name = "move",
                            .labels = {"lane_left", "keep", "lane_right", "faster", "slower"}}}}}},
             .max_steps = duration,
             .steps_per_second = 1,
             .reward_low = 0,
             .reward_high = 1,
             .outcomes = {"crashed", "timeout"},
             .has_edits = true};
    Highway::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    world_.move(static_cast<RoadMove>(actions[0]));
    ++steps_;
    rewards[0] = static_cast<float>(world_.reward());
    if (world_.has_crashed()) return {.terminated = true, .outcome = kCrashed};
    const bool is_late = steps_ == spec_.max_steps;
    return {.truncated = is_late, .outcome = is_late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observe_road(world_.traffic(), sight_, observation);
  }

  void draw(Scene& scene) const override { draw_highway(world_.traffic(), sight_, scene); }

  EntityId edit(const StateEdit& edit) override { return world_.edit(edit); }

 private:
  HighwayWorld world_;
  RoadSight sight_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

RoadSight default_sight() {
  return {.most = 5, .absolute = false, .headings = false, .x = 200, .y = 16, .speed = 80};
}

std::vector<OptionSpec> highway_options() {
  const HighwaySettings defaults;
  std::vector<OptionSpec> options = {
      {.name = "fast",
       .default_value = false,
       .help =
           "Whether it is highway-fast-v0: 5 instead of 15 frames a second, others drive through "
           "each other, and less of all (see lanes, vehicles, duration)."},
      {.name = "lanes",
       .default_value = 0,
       .help = "Number of lanes; 0: 4, or 3 if fast.",
       .min = 0,
       .max = 20},
      {.name = "vehicles",
       .default_value = 0,
       .help = "Number of other vehicles; 0: 50, or 20 if fast.",
       .min = 0,
       .max = 1000},
      {.name = "duration",
       .default_value = 0,
       .help = "Steps, of 1 s each, after which an episode is truncated; 0: 40, or 30 if fast.",
       .min = 0,
       .max = 1e6},
      {.name = "density",
       .default_value = defaults.density,
       .help = "How densely the other vehicles follow each other at the start.",
       .min = 0.1,
       .max = 4},
      {.name = "collision_reward",
       .default_value = defaults.collision_reward,
       .help = "What a collision counts, before rewards are scaled to [0, 1].",
       .min = -1e6,
       .max = 0},
      {.name = "right_lane_reward",
       .default_value = defaults.right_lane_reward,
       .help = "What the rightmost lane counts, before rewards are scaled to [0, 1].",
       .min = 0,
       .max = 1e6},
      {.name = "high_speed_reward",
       .default_value = defaults.high_speed_reward,
       .help = "What a speed of 30 m/s counts, before rewards are scaled to [0, 1].",
       .min = 0.01,
       .max = 1e6}};
  for (OptionSpec& option : sight_options(default_sight())) options.push_back(std::move(option));
  return options;
}

std::unique_ptr<Environment> make_highway(const Options& options) {
  const bool fast = options.get<bool>("fast");
  const auto given = [&options](const char* name, int otherwise) {
    const int value = options.get<int>(name);
    return value == 0 ? otherwise : value;
  };
  const HighwaySettings settings{.lanes = given("lanes", fast ? 3 : 4),
                                 .vehicles = given("vehicles", fast ? 20 : 50),
                                 .spacing = fast ? 1.5 : 2,
                                 .density = options.get<double>("density"),
                                 .frames = fast ? 5 : 15,
                                 .others_collide = !fast,
                                 .collision_reward = options.get<double>("collision_reward"),
                                 .right_lane_reward = options.get<double>("right_lane_reward"),
                                 .high_speed_reward = options.get<double>("high_speed_reward")};
  RoadSight sight = default_sight();
  read_sight(options, sight);
  sight.y = RoadLane::kWidth * settings.lanes;
  return std::make_unique<Highway>(settings, sight, given("duration", fast ? 30 : 40));
}

EnvironmentManual highway_manual() {
  EnvironmentManual manual;
  manual.task =
      "A car drives on a straight highway of several lanes, among others that mostly drive at 21 "
      "to "
      "24 m/s, keep their distance and change lanes. It is to drive at up to 30 m/s, as far to the "
      "right as it can, and to hit nobody. A step is 1 s.";
  manual.features = sight_manual(default_sight());
  manual.actions = {{"move",
                     "lane_left and lane_right make the car follow the lane beside, if there is "
                     "one. faster and slower make it drive at the next of the speeds 20, 25 and 30 "
                     "m/s above or below its own. keep changes nothing."}};
  manual.reward =
      "In each step -1 for a collision, plus 0.1 times the target lane from 0 (left) to 1 (right), "
      "plus 0.4 times the speed from 0 (20 m/s) to 1 (30 m/s); scaled from [-1, 0.5] to [0, 1]. A "
      "car that is off the road gets 0. Options set the three numbers.";
  manual.ends =
      "A collision terminates the episode: crashed. After 40 steps it is truncated: timeout.";
  manual.source =
      "highway-v0 and, with fast=true, highway-fast-v0 of highway-env 1.12.1 (Edouard Leurent "
      "2018). "
      "Cars are driven by the Intelligent Driver Model (Treiber, Hennecke and Helbing 2000) and "
      "change lanes by MOBIL (Kesting, Treiber and Helbing 2007).";
  manual.differences =
      "Observations have no row for a vehicle that is not there, and therefore no feature "
      "presence. "
      "A seed gives the episode that it gives there.";
  return manual;
}

}  // namespace

void add_highway(Registry& registry) {
  registry.add({.id = "highway",
                .summary = "Drive fast on a busy highway, to the right, and hit nobody.",
                .options = highway_options(),
                .make = make_highway,
                .manual = highway_manual()});
}

}  // namespace saccade
