// `minefield`: drive to the target and touch no mine.
//
// After the Minefield of Entity Gym (Clemens Winter 2022,
// github.com/entity-neural-network/entity-gym): a square of 200 x 200, up to 10 mines, turns of
// pi/8, 3 units forward, a radius of 5, at most 200 steps, +1 on the target and 0 otherwise; mines
// keep 15 units from all else.  What differs from entity_gym/examples/minefield.py:
//   - the target is at least 15 units from the vehicle;
//   - a mine without room is drawn again, up to 100 times; there it is left out;
//   - places are scaled to [-1, 1], and the heading is cosine and sine instead of an angle;
//   - there is no feature `step`;
//   - running out of time truncates; there it ends the task, as a mine does;
//   - `left` adds pi/8 to the heading, there it subtracts it: a mirror image.
#include <cmath>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/minefield/minefield_scene.h"
#include "envs/minefield/minefield_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kTarget, kMine };
enum Outcome { kReached, kHit, kTimeout };

ObservationSpace observation_space() {
  const std::vector<Geometry> point = {{Geometry::kPoint, {"x", "y"}}};
  return {{{.name = "self",
            .features = {"x", "y", "cos_heading", "sin_heading"},
            .fixed_count = 1,
            .geometry = {{Geometry::kPosition, {"x", "y"}},
                         {Geometry::kHeading, {"cos_heading", "sin_heading"}}}},
           {.name = "target", .features = {"x", "y"}, .fixed_count = 1, .geometry = point},
           {.name = "mine", .features = {"x", "y"}, .geometry = point}}};
}

class Minefield final : public Environment {
 public:
  Minefield(const MinefieldSettings& settings, int max_steps) : world_(settings) {
    spec_ = {.id = "minefield",
             .kinds = {{.observation = observation_space(),
                        .action = {{CategoricalHead{.name = "move",
                                                    .labels = {"left", "forward", "right"}}}}}},
             .max_steps = max_steps,
             .steps_per_second = 20,
             .reward_low = 0,
             .reward_high = 1,
             .outcomes = {"target", "mine", "timeout"}};
    Minefield::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    world_.move(static_cast<MinefieldWorld::Move>(actions[0]));
    ++steps_;
    rewards[0] = world_.on_target() ? 1 : 0;
    if (world_.on_target()) return {.terminated = true, .outcome = kReached};
    if (world_.on_mine()) return {.terminated = true, .outcome = kHit};
    const bool late = steps_ == spec_.max_steps;
    return {.truncated = late, .outcome = late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const shapes::Pose& vehicle = world_.vehicle();
    observation.add(
        kSelf, kVehicleId,
        {scaled(vehicle.x), scaled(vehicle.y), static_cast<float>(std::cos(vehicle.angle)),
         static_cast<float>(std::sin(vehicle.angle))},
        shapes::point(vehicle.x, vehicle.y));
    add_point(observation, kTarget, kTargetId, world_.target());
    EntityId id = kFirstMineId;
    for (const MinefieldWorld::Point mine : world_.mines()) {
      add_point(observation, kMine, id++, mine);
    }
  }

  void draw(Scene& scene) const override { draw_minefield(world_, scene); }

 private:
  /// In units of half the square's side, so that the square is [-1, 1].
  float scaled(double coordinate) const { return static_cast<float>(coordinate / world_.half()); }

  void add_point(Observation& observation, Type type, EntityId id,
                 MinefieldWorld::Point point) const {
    observation.add(type, id, {scaled(point.x), scaled(point.y)}, shapes::point(point.x, point.y),
                    {0, 0});
  }

  MinefieldWorld world_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

std::vector<OptionSpec> minefield_options() {
  const MinefieldSettings defaults;
  return {{.name = "mines",
           .default_value = defaults.mines,
           .help = "Number of mines; fewer where there is no room for them.",
           .min = 0,
           .max = 1000},
          {.name = "size",
           .default_value = defaults.size,
           .help = "Side of the square in which vehicle, target and mines are placed, world units; "
                   "the vehicle drives 3 in a step.",
           .min = 50,
           .max = 2000},
          {.name = "max_steps",
           .default_value = 200,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

std::unique_ptr<Environment> make_minefield(const Options& options) {
  return std::make_unique<Minefield>(
      MinefieldSettings{.mines = options.get<int>("mines"), .size = options.get<double>("size")},
      options.get<int>("max_steps"));
}

}  // namespace

void add_minefield(Registry& registry) {
  registry.add({.id = "minefield",
                .summary = "Drive a vehicle to the target and touch no mine.",
                .options = minefield_options(),
                .make = make_minefield});
}

}  // namespace saccade
