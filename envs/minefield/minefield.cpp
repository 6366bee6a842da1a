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
#include "envs/edits/edits.h"
#include "envs/minefield/minefield_scene.h"
#include "envs/minefield/minefield_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kTarget, kMine };
constexpr int kMostMines = 1000;

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
             .outcomes = {"target", "mine", "timeout"},
             .has_edits = true};
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
    for (const MinefieldWorld::Mine& mine : world_.mines()) {
      add_point(observation, kMine, mine.id, mine);
    }
  }

  void draw(Scene& scene) const override { draw_minefield(world_, scene); }

  /// A place outside of the square becomes the nearest one inside.
  EntityId edit(const StateEdit& edit) override {
    const Vec2 place = within(edit.place, world_.half());
    const MinefieldWorld::Point point{static_cast<double>(place.x), static_cast<double>(place.y)};
    switch (edit.kind) {
      case StateEdit::Kind::kMove:
        if (!world_.put(edit.id, point)) refuse_id(edit);
        return edit.id;
      case StateEdit::Kind::kRemove:
        remove(edit);
        return edit.id;
      case StateEdit::Kind::kAdd:
        if (edit.type != "mine") refuse_type(edit, "mine");
        want_room(edit, world_.mines().size(), kMostMines);
        return world_.add_mine(point);
    }
    return kNoEntity;
  }

 private:
  void remove(const StateEdit& edit) {
    if (edit.id == kVehicleId) refuse_removal(edit, "the vehicle", "a mine");
    if (edit.id == kTargetId) refuse_removal(edit, "the target", "a mine");
    if (!world_.remove_mine(edit.id)) refuse_id(edit);
  }

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
           .max = kMostMines,
           .counts = {"mine"}},
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

EnvironmentManual minefield_manual() {
  return {
      .task =
          "A vehicle, a target and ten mines lie at random in a square of 200 x 200 units. In each "
          "step the vehicle turns on the spot or drives a step forward. It should reach the target "
          "and touch no mine. Whatever is nearer than 5 units to the middle of the vehicle is "
          "touched. There are no walls: the vehicle may leave the square.\n\n"
          "At the start no two of vehicle, target and mines are nearer than 15 units to each "
          "other, and the vehicle faces in any direction.",
      .features = {{"x",
                    "Place, right of the middle of the square, in units of half its side: -1 and 1 "
                    "are its edges. Of the vehicle it may lie beyond them."},
                   {"y", "Place, upwards from the middle, in the same units."},
                   {"cos_heading",
                    "Cosine of the angle at which the vehicle faces, counted "
                    "counter-clockwise from right."},
                   {"sin_heading", "Sine of that angle."}},
      .actions = {{"move",
                   "left and right turn the vehicle by pi/8 rad (22.5 degrees) on the spot, "
                   "left counter-clockwise; forward drives it 3 units."}},
      .reward = "+1 for reaching the target; everything else is 0.",
      .ends =
          "On the target: target (terminated). On a mine: mine (terminated). After 200 steps "
          "without either: timeout (truncated).",
      .source =
          "Minefield of Entity Gym (Clemens Winter 2022), "
          "github.com/entity-neural-network/entity-gym, entity_gym/examples/minefield.py.",
      .differences =
          "The target is at least 15 units from the vehicle; there it may lie at the start. A mine "
          "without room is drawn again, up to 100 times; there it is left out. Places are divided "
          "by half the side of the square. The heading is given as cosine and sine, there as an "
          "angle. There is no feature step. An episode that runs out of time is truncated; there "
          "that ends the task, as a mine does. Left adds pi/8 to the heading, there it subtracts "
          "pi/8: the two are mirror images. The random numbers are others."};
}

}  // namespace

void add_minefield(Registry& registry) {
  registry.add({.id = "minefield",
                .summary = "Drive a vehicle to the target and touch no mine.",
                .options = minefield_options(),
                .make = make_minefield,
                .manual = minefield_manual()});
}

}  // namespace saccade
