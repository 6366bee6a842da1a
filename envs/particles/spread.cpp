// `spread`: agents spread over landmarks, each of which should have an agent nearby, and do not
// bump into each other.
//
// Cooperative navigation (Lowe et al. 2017), as simple_spread_v3 of MPE2 1.1.1 (Farama Foundation)
// has it: same physics, constants, random draws and rewards.
#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/draw/shapes.h"
#include "envs/particles/particle_actions.h"
#include "envs/particles/particle_edits.h"
#include "envs/particles/particle_scene.h"
#include "envs/particles/particle_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kAgent, kLandmark };
enum Outcome { kSuccess, kTimeout };

constexpr double kArena = 1;  // Half of the square in which an episode begins.
constexpr double kAgentRadius = 0.15;
constexpr double kLandmarkRadius = 0.05;
constexpr double kCovered = 0.1;  // A landmark with an agent nearer than this is covered.

struct SpreadSettings {
  int agents = 3;  // And landmarks.
  double local_ratio = 0.5;
  bool is_continuous = false;
  bool end_on_success = false;
  int max_steps = 25;
};

EnvironmentSpec spread_spec(const SpreadSettings& settings) {
  return {.id = "spread",
          .kinds = {{.observation = {{self_type(), offset_type("agent", {}),
                                      offset_type("landmark", {})}},
                     .action = push_space(settings.is_continuous),
                     .agents = settings.agents}},
          .max_steps = settings.max_steps,
          .steps_per_second = 1 / ParticleWorld::kTimeStep,
          .reward_low = -std::numeric_limits<float>::infinity(),  // The plane has no end.
          .reward_high = 0,
          .outcomes = {"success", "timeout"},
          .counts = {"collisions", "covered"},
          .has_edits = true};
}

ParticleWorld spread_world(int agents) {
  const auto count = static_cast<std::size_t>(agents);
  return {std::vector<Particle>(count, {.radius = kAgentRadius}),
          std::vector<Particle>(count, {.radius = kLandmarkRadius, .is_solid = false})};
}

class Spread final : public Environment {
 public:
  explicit Spread(const SpreadSettings& settings)
      : settings_(settings),
        spec_(spread_spec(settings)),
        world_(spread_world(settings.agents)),
        pushes_(world_.movers().size()) {
    Spread::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    world_.place_movers(rng, kArena);
    world_.place_fixed(rng, kArena);
    steps_ = 0;
    collisions_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (std::size_t i = 0; i < pushes_.size(); ++i) {
      pushes_[i] = push_of(spec_.action_of(static_cast<int>(i), actions), settings_.is_continuous);
    }
    world_.step(pushes_);
    collisions_ += world_.touching_pairs();
    reward_all(rewards);
    return result();
  }

  void observe(int agent, Observation& observation) const override {
    const Particle& self = world_.movers()[static_cast<std::size_t>(agent)];
    observe_self(observation, agent, self);
    EntityId id = 0;
    for (const Particle& other : world_.movers()) {
      if (id != agent) observe_offset(observation, kAgent, id, self, other, {});
      ++id;
    }
    for (const Particle& landmark : world_.fixed()) {
      observe_offset(observation, kLandmark, id++, self, landmark, {});
    }
  }

  void draw(Scene& scene) const override {
    draw_arena(world_, kArena, scene);
    draw_trails(world_, scene);
    for (const Particle& landmark : world_.fixed()) {
      draw_goal(shapes::point(landmark.x, landmark.y), kCovered, is_covered(landmark), scene);
    }
    EntityId id = 0;
    for (const Particle& mover : world_.movers()) {
      draw_agent(mover, agent_color(), touches(mover) > 0, id++, scene);
    }
    for (const Particle& landmark : world_.fixed()) {  // Above the agents, which are larger.
      draw_landmark(landmark, is_covered(landmark), id++, scene);
    }
  }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(collisions_);
    values[1] = static_cast<float>(covered());
  }

  EntityId edit(const StateEdit& edit) override { return edit_team(edit, world_); }

 private:
  double nearest_agent(const Particle& landmark) const {
    double nearest = std::numeric_limits<double>::infinity();
    for (const Particle& mover : world_.movers()) {
      nearest = std::min(nearest, distance(mover, landmark));
    }
    return nearest;
  }

  bool is_covered(const Particle& landmark) const { return nearest_agent(landmark) < kCovered; }

  std::ptrdiff_t covered() const {
    return std::ranges::count_if(world_.fixed(),
                                 [this](const Particle& landmark) { return is_covered(landmark); });
  }

  std::ptrdiff_t touches(const Particle& mover) const {
    return std::ranges::count_if(world_.movers(), [&mover](const Particle& other) {
      return &other != &mover && touch(mover, other);
    });
  }

  void reward_all(std::span<float> rewards) const {
    double shared = 0;
    for (const Particle& landmark : world_.fixed()) shared -= nearest_agent(landmark);
    const double ratio = settings_.local_ratio;
    for (std::size_t i = 0; i < rewards.size(); ++i) {
      const auto own = -static_cast<double>(touches(world_.movers()[i]));
      rewards[i] = static_cast<float>(shared * (1 - ratio) + own * ratio);
    }
  }

  StepResult result() {
    const bool all = covered() == settings_.agents;
    const bool late = ++steps_ >= settings_.max_steps;
    const bool done = !late && settings_.end_on_success && all;
    const Outcome outcome = all ? kSuccess : kTimeout;
    return {.terminated = done, .truncated = late, .outcome = late || done ? outcome : -1};
  }

  SpreadSettings settings_;
  EnvironmentSpec spec_;
  ParticleWorld world_;
  std::vector<Push> pushes_;
  int steps_ = 0;
  int collisions_ = 0;  // Pairs that touched, summed over steps.
};

std::vector<OptionSpec> spread_options() {
  const SpreadSettings defaults;
  return {{.name = "agents",
           .default_value = defaults.agents,
           .help = "Number of agents, and of landmarks.",
           .min = 1,
           .max = 100,
           .counts = {"agent", "landmark"}},
          {.name = "local_ratio",
           .default_value = defaults.local_ratio,
           .help = "Weight of an agent's own collisions in its reward; the rest is that of the "
                   "distances.",
           .min = 0,
           .max = 1},
          {.name = "end_on_success",
           .default_value = defaults.end_on_success,
           .help = "Whether an episode ends as soon as all landmarks are covered."},
          action_option(),
          max_steps_option(defaults.max_steps)};
}

std::unique_ptr<Environment> make_spread(const Options& options) {
  return std::make_unique<Spread>(
      SpreadSettings{.agents = options.get<int>("agents"),
                     .local_ratio = options.get<double>("local_ratio"),
                     .is_continuous = wants_continuous(options),
                     .end_on_success = options.get<bool>("end_on_success"),
                     .max_steps = options.get<int>("max_steps")});
}

EnvironmentManual spread_manual() {
  return {
      .task =
          "Three agents and three landmarks lie on a plane without walls. An agent pushes "
          "itself along x or y; it is a disc of radius 0.15, and discs that touch repel each "
          "other. Every landmark should have an agent near it, and agents should not touch. "
          "Who goes to which landmark is not given: the agents have to agree by what they see.",
      .features = particle_features(),
      .actions = {push_manual()},
      .reward =
          "(1 - local_ratio) times minus the sum, over landmarks, of the distance to the "
          "nearest agent, which is the same for all; plus local_ratio times minus the number "
          "of other agents that the agent touches.",
      .ends =
          "After 25 steps (2.5 s) the episode is truncated. The outcome is success if each "
          "landmark then has an agent nearer than 0.1, else timeout. With "
          "env.end_on_success=true an episode ends (terminated) as soon as that is so before "
          "the last step.\n\n"
          "Counts: collisions, the pairs of agents that touch, summed over steps; covered, the "
          "landmarks with an agent nearer than 0.1 at the end.",
      .source =
          "Cooperative navigation of the Multi-Agent Particle Environment (Lowe, Wu, Tamar, "
          "Harb, Abbeel and Mordatch 2017; Mordatch and Abbeel 2017), as simple_spread_v3 of "
          "MPE2 1.1.1 (Farama Foundation) has it. The same seed and actions give the same "
          "episode.",
      .differences =
          "Entities are lists of their own instead of places in one vector, so that their number "
          "may be any; what each tells is the same. The messages of other agents, which are always "
          "0 there, are left out. A continuous push has two numbers, x and y in [-1, 1]; there it "
          "has five in [0, 1], of which the first does nothing and the others are subtracted in "
          "pairs. Two agents at exactly the same point do not repel each other; there they get "
          "values that are no numbers. The original versions of the environment (OpenAI 2017, "
          "PettingZoo before 1.23) move places after velocities and count collisions otherwise, so "
          "that their returns are not comparable."};
}

}  // namespace

void add_spread(Registry& registry) {
  registry.add({.id = "spread",
                .summary = "Agents spread over landmarks without bumping into each other.",
                .options = spread_options(),
                .make = make_spread,
                .manual = spread_manual()});
}

}  // namespace saccade
