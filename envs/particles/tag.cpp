// `tag`: predators chase prey that is faster than they are, among obstacles.
//
// Predator-prey (Lowe et al. 2017), as simple_tag_v3 of MPE2 1.1.1 (Farama Foundation) has it: same
// physics, constants, random draws and rewards.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/edits/edits.h"
#include "envs/particles/particle_actions.h"
#include "envs/particles/particle_edits.h"
#include "envs/particles/particle_scene.h"
#include "envs/particles/particle_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kPredator, kPrey, kObstacle };
enum Outcome { kCaught, kEscaped };

constexpr double kArena = 1;            // Half of the square in which agents begin.
constexpr double kObstacleArena = 0.9;  // And obstacles.
constexpr int kMostObstacles = 100;
constexpr double kTouch = 10;        // Reward of a touch for predators, and its cost for prey.
constexpr double kMostOutside = 10;  // Cost of being far outside, along x and along y.
constexpr Particle kPredatorBody{.radius = 0.075, .strength = 3, .max_speed = 1};
constexpr Particle kPreyBody{.radius = 0.05, .strength = 4, .max_speed = 1.3};
constexpr Particle kObstacleBody{.radius = 0.2};
constexpr OffsetFeatures kPlaceAlone{};
constexpr OffsetFeatures kWithVelocity{.velocity = true};

struct TagSettings {
  int predators = 3;
  int prey = 1;
  int obstacles = 2;
  bool is_continuous = false;
  bool end_on_catch = false;
  int max_steps = 25;
};

EnvironmentSpec tag_spec(const TagSettings& settings) {
  const ObservationSpace space{{self_type(), offset_type("predator", kPlaceAlone),
                                offset_type("prey", kWithVelocity),
                                offset_type("obstacle", kPlaceAlone)}};
  const ActionSpace action = push_space(settings.is_continuous);
  const double touches = settings.predators * kTouch;
  return {.id = "tag",
          .kinds = {{"predator", space, action, settings.predators},
                    {"prey", space, action, settings.prey}},
          .max_steps = settings.max_steps,
          .steps_per_second = 1 / ParticleWorld::kTimeStep,
          .reward_low = static_cast<float>(-touches - 2 * kMostOutside),
          .reward_high = static_cast<float>(touches * settings.prey),
          .outcomes = {"caught", "escaped"},
          .counts = {"touches"},
          .has_edits = true};
}

ParticleWorld tag_world(const TagSettings& settings) {
  std::vector<Particle> movers(static_cast<std::size_t>(settings.predators), kPredatorBody);
  movers.resize(movers.size() + static_cast<std::size_t>(settings.prey), kPreyBody);
  return {std::move(movers),
          std::vector<Particle>(static_cast<std::size_t>(settings.obstacles), kObstacleBody)};
}

// What it costs prey to be at `coordinate`, along x or along y.
double cost_of_leaving(double coordinate) {
  const double away = std::abs(coordinate);
  if (away < 0.9) return 0;
  if (away < 1) return (away - 0.9) * 10;
  return std::min(std::exp(2 * away - 2), kMostOutside);
}

class Tag final : public Environment {
 public:
  explicit Tag(const TagSettings& settings)
      : settings_(settings),
        spec_(tag_spec(settings)),
        world_(tag_world(settings)),
        pushes_(world_.movers().size()) {
    Tag::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    if (is_edited_) world_ = tag_world(settings_);
    is_edited_ = false;
    Rng rng(seed);
    world_.place_movers(rng, kArena);
    world_.place_fixed(rng, kObstacleArena);
    steps_ = 0;
    touches_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (std::size_t i = 0; i < pushes_.size(); ++i) {
      pushes_[i] = push_of(spec_.action_of(static_cast<int>(i), actions), settings_.is_continuous);
    }
    world_.step(pushes_);
    reward_all(rewards);
    return result();
  }

  void observe(int agent, Observation& observation) const override {
    const Particle& self = world_.movers()[static_cast<std::size_t>(agent)];
    observe_self(observation, agent, self);
    EntityId id = 0;
    for (const Particle& other : world_.movers()) {
      const bool is_prey = id >= settings_.predators;
      if (id != agent) {
        observe_offset(observation, is_prey ? kPrey : kPredator, id, self, other,
                       is_prey ? kWithVelocity : kPlaceAlone);
      }
      ++id;
    }
    for (const Particle& obstacle : world_.fixed()) {
      observe_offset(observation, kObstacle, obstacle.id, self, obstacle, kPlaceAlone);
    }
  }

  void draw(Scene& scene) const override {
    draw_arena(world_, kArena, scene);
    draw_trails(world_, scene);
    for (const Particle& obstacle : world_.fixed()) draw_obstacle(obstacle, obstacle.id, scene);
    EntityId id = 0;
    for (const Particle& mover : world_.movers()) {
      const bool is_prey = id >= settings_.predators;
      const bool is_touching = is_prey ? predators_at(mover) > 0 : prey_at(mover) > 0;
      draw_agent(mover, is_prey ? prey_color() : predator_color(), is_touching, id++, scene);
    }
  }

  void counts(std::span<float> values) const override { values[0] = static_cast<float>(touches_); }

  /// Moves all; adds and removes obstacles.
  EntityId edit(const StateEdit& edit) override {
    if (edit.kind == StateEdit::Kind::kMove) return move_particle(edit, world_);
    const EntityId id =
        edit.kind == StateEdit::Kind::kAdd ? add_obstacle(edit) : remove_obstacle(edit);
    is_edited_ = true;
    return id;
  }

 private:
  EntityId add_obstacle(const StateEdit& edit) {
    if (edit.type != "obstacle") refuse_type(edit, "obstacle");
    want_room(edit, world_.fixed().size(), kMostObstacles);
    const Vec2 place = within(edit.place, kFarthestEdit);
    Particle obstacle = kObstacleBody;
    obstacle.x = static_cast<double>(place.x);
    obstacle.y = static_cast<double>(place.y);
    return world_.add_fixed(obstacle);
  }

  EntityId remove_obstacle(const StateEdit& edit) {
    if (edit.id >= 0 && edit.id < spec_.agent_count()) {
      refuse_removal(edit, "an agent", "an obstacle");
    }
    if (!world_.remove_fixed(edit.id)) refuse_id(edit);
    return edit.id;
  }

  std::span<const Particle> predators() const {
    return world_.movers().first(static_cast<std::size_t>(settings_.predators));
  }
  std::span<const Particle> prey() const {
    return world_.movers().subspan(static_cast<std::size_t>(settings_.predators));
  }

  static std::ptrdiff_t touching(std::span<const Particle> group, const Particle& one) {
    return std::ranges::count_if(group, [&one](const Particle& p) { return touch(p, one); });
  }
  std::ptrdiff_t predators_at(const Particle& prey) const { return touching(predators(), prey); }
  std::ptrdiff_t prey_at(const Particle& predator) const { return touching(prey(), predator); }

  void reward_all(std::span<float> rewards) {
    std::ptrdiff_t touches = 0;
    std::size_t agent = predators().size();
    for (const Particle& one : prey()) {
      const std::ptrdiff_t own = predators_at(one);
      touches += own;
      rewards[agent++] = static_cast<float>(-kTouch * static_cast<double>(own) -
                                            cost_of_leaving(one.x) - cost_of_leaving(one.y));
    }
    touches_ += touches;
    const auto shared = static_cast<float>(kTouch * static_cast<double>(touches));
    std::fill_n(rewards.begin(), predators().size(), shared);
  }

  StepResult result() {
    const bool late = ++steps_ >= settings_.max_steps;
    const bool all =
        std::ranges::all_of(prey(), [this](const Particle& one) { return predators_at(one) > 0; });
    const bool done = !late && settings_.end_on_catch && all;
    const Outcome outcome = touches_ > 0 ? kCaught : kEscaped;
    return {.terminated = done, .truncated = late, .outcome = late || done ? outcome : -1};
  }

  TagSettings settings_;
  EnvironmentSpec spec_;
  ParticleWorld world_;
  std::vector<Push> pushes_;
  int steps_ = 0;
  bool is_edited_ = false;      // Whether obstacles came or went in this episode.
  std::ptrdiff_t touches_ = 0;  // Pairs of predator and prey that touched, summed over steps.
};

std::vector<OptionSpec> tag_options() {
  const TagSettings defaults;
  return {{.name = "predators",
           .default_value = defaults.predators,
           .help = "Number of predators.",
           .min = 1,
           .max = 100,
           .counts = {"predator"}},
          {.name = "prey",
           .default_value = defaults.prey,
           .help = "Number of prey.",
           .min = 1,
           .max = 100,
           .counts = {"prey"}},
          {.name = "obstacles",
           .default_value = defaults.obstacles,
           .help = "Number of obstacles.",
           .min = 0,
           .max = kMostObstacles,
           .counts = {"obstacle"}},
          {.name = "end_on_catch",
           .default_value = defaults.end_on_catch,
           .help = "Whether an episode ends as soon as each prey is touched by a predator."},
          action_option(),
          max_steps_option(defaults.max_steps)};
}

std::unique_ptr<Environment> make_tag(const Options& options) {
  return std::make_unique<Tag>(TagSettings{.predators = options.get<int>("predators"),
                                           .prey = options.get<int>("prey"),
                                           .obstacles = options.get<int>("obstacles"),
                                           .is_continuous = wants_continuous(options),
                                           .end_on_catch = options.get<bool>("end_on_catch"),
                                           .max_steps = options.get<int>("max_steps")});
}

EnvironmentManual tag_manual() {
  return {
      .task =
          "Three predators chase one prey on a plane without walls, on which two round "
          "obstacles lie. All push themselves along x or y. Predators have radius 0.075, a "
          "force of 3 and at most 1 unit per second; prey has radius 0.05, a force of 4 and at "
          "most 1.3. Obstacles have radius 0.2. Discs that touch repel each other. Predators "
          "want to touch the prey, which wants to get away without leaving the square.",
      .features = particle_features(),
      .actions = {push_manual()},
      .reward =
          "Each predator gets 10 for every pair of a predator and a prey that touch in a "
          "step, whoever they are. Prey gets -10 for each predator that touches it, and pays "
          "for leaving the square, for x and for y: nothing below 0.9, then 10 times what is "
          "above 0.9, and from 1 on exp(2 |x| - 2), at most 10.",
      .ends =
          "After 25 steps (2.5 s) the episode is truncated. The outcome is caught if a predator "
          "has touched a prey in the episode, else escaped. With env.end_on_catch=true an "
          "episode ends (terminated) as soon as each prey is touched at once, before the last "
          "step.\n\n"
          "Count: touches, the pairs of predator and prey that touch, summed over steps.",
      .source =
          "Predator-prey of the Multi-Agent Particle Environment (Lowe, Wu, Tamar, Harb, "
          "Abbeel and Mordatch 2017; Mordatch and Abbeel 2017), as simple_tag_v3 of MPE2 1.1.1 "
          "(Farama Foundation) has it. The same seed and actions give the same episode.",
      .differences =
          "Predators are called adversaries there, and prey good agents. Entities are lists of "
          "their own instead of places in one vector, so that their number may be any; what each "
          "tells is the same: of others the offset, and of prey the velocity as well. A continuous "
          "push has two numbers, x and y in [-1, 1]; there it has five in [0, 1], of which the "
          "first does nothing and the others are subtracted in pairs. Two bodies at exactly the "
          "same point do not repel each other; there they get values that are no numbers. The "
          "original versions (OpenAI 2017, PettingZoo before 1.23) move places after velocities."};
}

}  // namespace

void add_tag(Registry& registry) {
  registry.add({.id = "tag",
                .summary = "Predators chase prey that is faster than they are, among obstacles.",
                .options = tag_options(),
                .make = make_tag,
                .manual = tag_manual()});
}

}  // namespace saccade
