// `merge`: drive past a ramp from which a car wants to come onto the road.
//
// After highway-env's merge-v0 (Edouard Leurent 2018, version 1.12.1): a seed and the same actions
// give the original's episode.
#include <memory>
#include <utility>

#include "envs/core/registry.h"
#include "envs/road/highway_scene.h"
#include "envs/road/merge_world.h"
#include "envs/road/road_senses.h"

namespace saccade {
namespace {

enum Outcome { kPassed, kCrashed, kTimeout };

// The slowest take 17 steps.
constexpr int kMaxSteps = 40;

class Merge final : public Environment {
 public:
  explicit Merge(const RoadSight& sight) : sight_(sight) {
    spec_ = {.id = "merge",
             .kinds = {{.observation = road_observation(sight),
                        .action = {{CategoricalHead{
                            .name = "move",
                            .labels = {"lane_left", "keep", "lane_right", "faster", "slower"}}}}}},
             .max_steps = kMaxSteps,
             .steps_per_second = 1,
             .reward_low = -2,
             .reward_high = 2,
             .outcomes = {"passed", "crashed", "timeout"},
             .has_edits = true};
    Merge::reset(0);
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
    if (world_.has_passed()) return {.terminated = true, .outcome = kPassed};
    const bool is_late = steps_ == kMaxSteps;
    return {.truncated = is_late, .outcome = is_late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observe_road(world_.traffic(), sight_, observation);
  }

  void draw(Scene& scene) const override { draw_highway(world_.traffic(), sight_, scene); }

  EntityId edit(const StateEdit& edit) override { return world_.edit(edit); }

 private:
  MergeWorld world_;
  RoadSight sight_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

RoadSight default_sight() {
  return {.most = 5,
          .absolute = false,
          .headings = false,
          .obstacles = true,
          .x = 200,
          .y = 8,
          .speed = 80};
}

std::unique_ptr<Environment> make_merge(const Options& options) {
  RoadSight sight = default_sight();
  read_sight(options, sight);
  return std::make_unique<Merge>(sight);
}

EnvironmentManual merge_manual() {
  EnvironmentManual manual;
  manual.task =
      "A car drives at 30 m/s on a road of two lanes, among three others. A fifth car comes along "
      "a "
      "ramp, whose lane joins the road for 80 m and ends at an obstacle, so that it must change to "
      "the road. The agent is to drive on fast, and to make room. A step is 1 s.";
  manual.features = sight_manual(default_sight());
  manual.actions = {
      {"move",
       "lane_left and lane_right make the car follow the lane beside, if it is one of "
       "the road's two. faster and slower make it drive at the next of the speeds 20, "
       "25 and 30 m/s above or below its own. keep changes nothing."}};
  manual.reward =
      "In each step -1 for a collision, plus 0.1 in the right lane, plus 0.2 times the speed from "
      "0 "
      "(20 m/s) to 1 (30 m/s), less 0.05 for a change of lane, less 0.5 times the share of its "
      "wanted "
      "speed that each car beside the road, in the lane that ends, lacks; scaled from [-1.5, 0.3] "
      "to "
      "[0, 1].";
  manual.ends =
      "A collision terminates the episode: crashed. So does a place more than 370 m along the "
      "road: "
      "passed. No episode reaches the limit of 40 steps: timeout.";
  manual.source =
      "merge-v0 of highway-env 1.12.1 (Edouard Leurent 2018). Cars are driven by the Intelligent "
      "Driver Model (Treiber, Hennecke and Helbing 2000) and change lanes by MOBIL (Kesting, "
      "Treiber "
      "and Helbing 2007).";
  manual.differences =
      "The obstacle is an entity of its own type; there it is a row like a vehicle's. Observations "
      "have no row for what is not there, and therefore no feature presence. There is a limit of "
      "40 "
      "steps. A seed gives the episode that it gives there.";
  return manual;
}

}  // namespace

void add_merge(Registry& registry) {
  registry.add({.id = "merge",
                .summary = "Drive past a ramp from which a car wants to come onto the road.",
                .options = sight_options(default_sight()),
                .make = make_merge,
                .manual = merge_manual()});
}

}  // namespace saccade
