// `treasure-hunt`: gather treasures on a grid and step into no trap.
//
// After TreasureHunt, the tutorial of Entity Gym (Clemens Winter 2022,
// entity_gym/examples/tutorial.py in github.com/entity-neural-network/entity-gym).
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/draw/shapes.h"
#include "envs/entity_gym/treasure_hunt_scene.h"
#include "envs/entity_gym/treasure_hunt_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kTreasure, kTrap };
enum Outcome { kAllFound, kTrapped, kTimeout };

ObservationSpace observation_space() {
  const std::vector<Geometry> point = {{Geometry::kPoint, {"x", "y"}}};
  return {{{.name = "self",
            .features = {"x", "y"},
            .fixed_count = 1,
            .geometry = {{Geometry::kPosition, {"x", "y"}}}},
           {.name = "treasure", .features = {"x", "y"}, .geometry = point},
           {.name = "trap", .features = {"x", "y"}, .geometry = point}}};
}

class TreasureHunt final : public Environment {
 public:
  TreasureHunt(const TreasureSettings& settings, int max_steps) : world_(settings) {
    spec_ = {.id = "treasure-hunt",
             .kinds = {{.observation = observation_space(),
                        .action = {{CategoricalHead{.name = "move",
                                                    .labels = {"up", "down", "left", "right"}}}}}},
             .max_steps = max_steps,
             .steps_per_second = 6,
             .reward_low = 0,
             .reward_high = 1,
             .outcomes = {"all_found", "trapped", "timeout"},
             .counts = {"treasures"}};
    TreasureHunt::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const bool found = world_.move(static_cast<TreasureWorld::Move>(actions[0]));
    ++steps_;
    rewards[0] = found ? 1 : 0;
    if (world_.is_trapped()) return {.terminated = true, .outcome = kTrapped};
    if (world_.treasures().empty()) return {.terminated = true, .outcome = kAllFound};
    const bool late = steps_ == spec_.max_steps;
    return {.truncated = late, .outcome = late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    add(observation, kSelf, {TreasureWorld::kHunterId, world_.hunter()});
    for (const auto& treasure : world_.treasures()) add(observation, kTreasure, treasure);
    for (const auto& trap : world_.traps()) add(observation, kTrap, trap);
  }

  void draw(Scene& scene) const override { draw_treasure_hunt(world_, scene); }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(world_.found());
  }

 private:
  /// In units of the hunter's reach, so that the square is [-1, 1].
  static void add(Observation& observation, Type type, const TreasureWorld::Thing& thing) {
    const Vec2 at = shapes::point(thing.cell.x, thing.cell.y);
    constexpr float kUnit = TreasureWorld::kReach;
    observation.add(type, thing.id, {at.x / kUnit, at.y / kUnit}, at);
  }

  TreasureWorld world_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

std::vector<OptionSpec> treasure_hunt_options() {
  const TreasureSettings defaults;
  return {{.name = "treasures",
           .default_value = defaults.treasures,
           .help = "Number of treasures at the start.",
           .min = 1,
           .max = 60,
           .counts = {"treasure"}},
          {.name = "traps",
           .default_value = defaults.traps,
           .help = "Number of traps.",
           .min = 0,
           .max = 60,
           .counts = {"trap"}},
          {.name = "max_steps",
           .default_value = 200,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

std::unique_ptr<Environment> make_treasure_hunt(const Options& options) {
  return std::make_unique<TreasureHunt>(TreasureSettings{.treasures = options.get<int>("treasures"),
                                                         .traps = options.get<int>("traps")},
                                        options.get<int>("max_steps"));
}

EnvironmentManual treasure_hunt_manual() {
  return {
      .task =
          "A treasure hunter walks on a grid of 21 x 21 cells, one cell in each step. It begins "
          "in the middle. Five treasures and five traps lie within five cells of the middle in "
          "each direction, at random, no two in the same cell. The hunter should gather all "
          "treasures and step into no trap. A step beyond the grid's edge leaves it where it "
          "is.",
      .features = {{"x",
                    "Column, counted from the middle to the right, in units of 10 cells: from -1 "
                    "to 1, of treasures and traps from -0.5 to 0.5."},
                   {"y", "Row, counted from the middle upwards, in units of 10 cells."}},
      .actions = {{"move", "Goes one cell up, down, left or right."}},
      .reward = "+1 for each treasure; everything else is 0.",
      .ends =
          "In a trap: trapped (terminated). When the last treasure is found: all_found "
          "(terminated). After 200 steps: timeout (truncated).",
      .source =
          "TreasureHunt, the tutorial of Entity Gym (Clemens Winter 2022), "
          "github.com/entity-neural-network/entity-gym, entity_gym/examples/tutorial.py.",
      .differences =
          "The original has no limit of steps. There, places are whole numbers; here they are "
          "divided by 10. The hunter is an entity of its own; there its place is a global feature. "
          "The random numbers are others."};
}

}  // namespace

void add_treasure_hunt(Registry& registry) {
  registry.add({.id = "treasure-hunt",
                .summary = "Gather the treasures on a grid and step into no trap.",
                .options = treasure_hunt_options(),
                .make = make_treasure_hunt,
                .manual = treasure_hunt_manual()});
}

}  // namespace saccade
