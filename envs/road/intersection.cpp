// `intersection`: cross a busy junction without traffic lights, and turn left.
//
// After highway-env's intersection-v0 (Edouard Leurent 2018, version 1.12.1): a seed and the same
// actions give the original's episode, up to rounding.
#include <algorithm>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/road/intersection_scene.h"
#include "envs/road/intersection_world.h"
#include "envs/road/road_senses.h"

namespace saccade {
namespace {

enum Outcome { kArrived, kCrashed, kTimeout };

constexpr const char* kDestinations[] = {"left", "ahead", "right"};

class Intersection final : public Environment {
 public:
  Intersection(const IntersectionSettings& settings, const RoadSight& sight, int duration)
      : world_(settings), sight_(sight) {
    const double low = settings.collision_reward, fast = settings.high_speed_reward;
    const double arrived = settings.arrived_reward;
    spec_ = {.id = "intersection",
             .kinds = {{.observation = road_observation(sight),
                        .action = {{CategoricalHead{.name = "speed",
                                                    .labels = {"slower", "keep", "faster"}}}}}},
             .max_steps = duration,
             .steps_per_second = 1,
             .reward_low = static_cast<float>(std::min({0.0, low, low + fast, fast, arrived})),
             .reward_high = static_cast<float>(std::max({0.0, low, low + fast, fast, arrived})),
             .outcomes = {"arrived", "crashed", "timeout"},
             .has_edits = true};
    Intersection::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
  }

  // As in the original, what is seen is the traffic before cars leave and come.
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    if (steps_ > 0) world_.renew_traffic();
    world_.move(static_cast<IntersectionWorld::Move>(actions[0]));
    ++steps_;
    rewards[0] = static_cast<float>(world_.reward());
    const bool is_late = steps_ == spec_.max_steps;
    if (world_.has_crashed()) return {.terminated = true, .outcome = kCrashed};
    if (world_.has_arrived()) return {.terminated = true, .outcome = kArrived};
    return {.truncated = is_late, .outcome = is_late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observe_road(world_.traffic(), sight_, observation);
  }

  void draw(Scene& scene) const override { draw_intersection(world_, sight_, scene); }

  EntityId edit(const StateEdit& edit) override { return world_.edit(edit); }

 private:
  IntersectionWorld world_;
  RoadSight sight_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

RoadSight default_sight() {
  return {.most = 15, .absolute = true, .headings = true, .x = 100, .y = 100, .speed = 20};
}

std::vector<OptionSpec> intersection_options() {
  const IntersectionSettings defaults;
  std::vector<OptionSpec> options = {
      {.name = "destination",
       .default_value = std::string("left"),
       .help = "Which way the agent is to turn.",
       .choices = {std::begin(kDestinations), std::end(kDestinations)}},
      {.name = "duration",
       .default_value = 13,
       .help = "Steps, of 1 s each, after which an episode is truncated.",
       .min = 1,
       .max = 1e6},
      {.name = "initial_vehicles",
       .default_value = defaults.initial_vehicles,
       .help = "How often a vehicle is tried to be placed at the start; many find no room.",
       .min = 1,
       .max = 100,
       .counts = {"vehicle"}},
      {.name = "spawn_probability",
       .default_value = defaults.spawn_probability,
       .help = "Probability that with a step another vehicle comes.",
       .min = 0,
       .max = 1},
      {.name = "collision_reward",
       .default_value = defaults.collision_reward,
       .help = "Reward of a collision.",
       .min = -1e6,
       .max = 1e6},
      {.name = "high_speed_reward",
       .default_value = defaults.high_speed_reward,
       .help = "Reward of a step that ends at 9 m/s or more; it falls to 0 at 7 m/s.",
       .min = -1e6,
       .max = 1e6},
      {.name = "arrived_reward",
       .default_value = defaults.arrived_reward,
       .help = "Reward of the arrival.",
       .min = -1e6,
       .max = 1e6}};
  for (OptionSpec& option : sight_options(default_sight())) options.push_back(std::move(option));
  return options;
}

std::unique_ptr<Environment> make_intersection(const Options& options) {
  const auto& destination = options.get<std::string>("destination");
  const auto* found = std::find(std::begin(kDestinations), std::end(kDestinations), destination);
  const IntersectionSettings settings{
      .destination = static_cast<int>(found - std::begin(kDestinations)) + 1,
      .initial_vehicles = options.get<int>("initial_vehicles"),
      .spawn_probability = options.get<double>("spawn_probability"),
      .collision_reward = options.get<double>("collision_reward"),
      .high_speed_reward = options.get<double>("high_speed_reward"),
      .arrived_reward = options.get<double>("arrived_reward")};
  RoadSight sight = default_sight();
  read_sight(options, sight);
  return std::make_unique<Intersection>(settings, sight, options.get<int>("duration"));
}

EnvironmentManual intersection_manual() {
  EnvironmentManual manual;
  manual.task =
      "A car comes from the south to a junction of two roads without traffic lights and is to turn "
      "left there, into the road that leads west. Others come from all sides and go wherever they "
      "like. Those from west and east have the right of way; where two would meet, one of them "
      "stops, "
      "except for the agent's car, which nothing but the agent stops. The agent chooses the car's "
      "speed; the car steers by itself. A step is 1 s.";
  manual.features = sight_manual(default_sight());
  manual.actions = {{"speed",
                     "faster and slower make the car drive at the next of the speeds 0, 4.5 and 9 "
                     "m/s above or below its own. keep changes nothing."}};
  manual.reward =
      "In each step 1 for a speed of 9 m/s or more, less below that and 0 at 7 m/s, and -5 for a "
      "collision. The step of the arrival gives 1 instead. A car that is off the road gets 0. "
      "Options "
      "set the three numbers.";
  manual.ends =
      "A collision of the agent's car terminates the episode: crashed. So does the arrival, 25 m "
      "behind the junction: arrived. After 13 steps it is truncated: timeout.";
  manual.source =
      "intersection-v0 of highway-env 1.12.1 (Edouard Leurent 2018), on which Leurent and Mercat "
      "(2019, arXiv 1911.12250) compared attention over vehicles with other networks. Cars are "
      "driven "
      "by the Intelligent Driver Model (Treiber, Hennecke and Helbing 2000).";
  manual.differences =
      "Observations have no row for a vehicle that is not there, and therefore no feature "
      "presence. "
      "A seed gives the episode that it gives there, up to rounding errors of random numbers.";
  return manual;
}

}  // namespace

void add_intersection(Registry& registry) {
  registry.add({.id = "intersection",
                .summary = "Cross a busy junction without traffic lights, and turn left.",
                .options = intersection_options(),
                .make = make_intersection,
                .manual = intersection_manual()});
}

}  // namespace saccade
