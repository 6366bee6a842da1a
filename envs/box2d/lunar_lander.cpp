// `lunar-lander` and `lunar-lander-continuous`: land softly on the pad between the flags.
//
// As Gymnasium's LunarLander-v3 has it: observation, reward and end of an episode.  With the option
// terrain_entities the agent also sees the pad and the ground near it, each as an entity.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>

#include "envs/box2d/lander_manual.h"
#include "envs/box2d/lander_scene.h"
#include "envs/box2d/lander_world.h"
#include "envs/core/registry.h"

namespace saccade {
namespace {

enum Type { kSelf, kPad, kTerrain };
enum Outcome { kLanded, kCrashed, kFlewAway, kTimeout };

constexpr double kHalfWidth = LanderWorld::kWidth / 2;
constexpr double kHalfHeight = LanderWorld::kHeight / 2;
constexpr int kMaxSteps = 1000;

// Box2D lets no body move faster than 2 m a step, which is 20 in the state's units: a jolt changes
// the shaped reward by 2000 at most; place, angle and legs add less than 300.
constexpr float kMaxReward = 2500;

struct LunarLanderSettings {
  LanderSettings world;
  bool continuous = false;
  bool terrain_entities = false;
};

ObservationSpace observation_space(bool terrain_entities) {
  constexpr double kRate = LanderWorld::kStepsPerSecond;
  constexpr Vec2 kLength{static_cast<float>(kHalfWidth), static_cast<float>(kHalfHeight)};
  constexpr Vec2 kSpeed{static_cast<float>(kRate / kHalfWidth),
                        static_cast<float>(kRate / kHalfHeight)};
  ObservationSpace space;
  space.types.push_back({.name = "self",
                         .features = {"x", "y", "x_velocity", "y_velocity", "angle",
                                      "angular_velocity", "right_leg_stands", "left_leg_stands"},
                         .fixed_count = 1,
                         .geometry = {{Geometry::kPosition, {"x", "y"}, kLength},
                                      {Geometry::kDirection, {"x_velocity", "y_velocity"}, kSpeed},
                                      {Geometry::kAngle, {"angle"}}}});
  if (!terrain_entities) return space;
  const std::vector<Geometry> offset = {{Geometry::kDirection, {"x", "y"}, kLength}};
  space.types.push_back(
      {.name = "pad", .features = {"x", "y", "half_width"}, .fixed_count = 1, .geometry = offset});
  space.types.push_back(
      {.name = "terrain", .features = {"x", "y", "distance"}, .geometry = offset});
  return space;
}

ActionSpace action_space(bool continuous) {
  if (!continuous) {
    return {{CategoricalHead{.name = "engine",
                             .labels = {"none", "push_left", "main_engine", "push_right"}}}};
  }
  return {{ContinuousHead{
      .name = "engines", .labels = {"main", "lateral"}, .low = {-1, -1}, .high = {1, 1}}}};
}

LanderThrust discrete_thrust(float action) {
  const int choice = static_cast<int>(action);
  if (choice == 2) return {.main = 1};
  if (choice == 0) return {};
  return {.side = 1, .toward = static_cast<double>(choice - 2)};
}

LanderThrust continuous_thrust(std::span<const float> action) {
  const double main = std::clamp(static_cast<double>(action[0]), -1.0, 1.0);
  const double lateral = std::clamp(static_cast<double>(action[1]), -1.0, 1.0);
  LanderThrust thrust;
  if (main > 0) thrust.main = (main + 1) * 0.5;
  if (std::abs(lateral) > 0.5) {
    thrust.side = std::abs(lateral);
    thrust.toward = lateral < 0 ? -1 : 1;
  }
  return thrust;
}

class LunarLander final : public Environment {
 public:
  explicit LunarLander(const LunarLanderSettings& settings) : settings_(settings) {
    spec_ = {.id = settings.continuous ? "lunar-lander-continuous" : "lunar-lander",
             .kinds = {{.observation = observation_space(settings.terrain_entities),
                        .action = action_space(settings.continuous)}},
             .max_steps = kMaxSteps,
             .steps_per_second = LanderWorld::kStepsPerSecond,
             .reward_low = -kMaxReward,
             .reward_high = kMaxReward,
             .outcomes = {"landed", "crashed", "flew_away", "timeout"}};
    LunarLander::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  // The first observation is what the world looks like after one step without engines.
  void reset(std::uint64_t seed) override {
    world_ = std::make_unique<LanderWorld>(settings_.world, seed);
    world_->step({});
    shaping_ = shaping(state());
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const LanderThrust thrust =
        settings_.continuous ? continuous_thrust(actions) : discrete_thrust(actions[0]);
    world_->step(thrust);
    const auto now = state();
    const double before = shaping_;
    shaping_ = shaping(now);
    StepResult result = judge(now);
    if (!result.terminated) {
      rewards[0] = static_cast<float>(shaping_ - before - 0.30 * thrust.main - 0.03 * thrust.side);
    } else {
      rewards[0] = result.outcome == kLanded ? 100.0F : -100.0F;
    }
    result.truncated = ++steps_ >= kMaxSteps;
    if (result.truncated && !result.terminated) result.outcome = kTimeout;
    return result;
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const auto now = state();
    std::array<float, 8> features{};
    for (std::size_t i = 0; i < now.size(); ++i) features[i] = static_cast<float>(now[i]);
    const b2Vec2 at = world_->hull().GetPosition();
    const b2Vec2 velocity = world_->hull().GetLinearVelocity();
    observation.add(kSelf, kLanderId, features, {at.x, at.y}, {velocity.x, velocity.y});
    if (settings_.terrain_entities) observe_ground(observation, at);
  }

  void draw(Scene& scene) const override {
    draw_lander(*world_, settings_.terrain_entities, scene);
  }

 private:
  using State = std::array<double, 8>;

  State state() const {
    const b2Body& hull = world_->hull();
    const b2Vec2 at = hull.GetPosition();
    const b2Vec2 velocity = hull.GetLinearVelocity();
    constexpr double kRate = LanderWorld::kStepsPerSecond;
    return {(at.x - kHalfWidth) / kHalfWidth,
            (at.y - (LanderWorld::kPadY + LanderWorld::kLegDown)) / kHalfHeight,
            velocity.x * kHalfWidth / kRate,
            velocity.y * kHalfHeight / kRate,
            hull.GetAngle(),
            20.0 * hull.GetAngularVelocity() / kRate,
            world_->leg_stands(0) ? 1.0 : 0.0,
            world_->leg_stands(1) ? 1.0 : 0.0};
  }

  // Higher the nearer, slower and more upright it is; the reward is the gain.
  static double shaping(const State& s) {
    return -100 * std::sqrt(s[0] * s[0] + s[1] * s[1]) -
           100 * std::sqrt(s[2] * s[2] + s[3] * s[3]) - 100 * std::abs(s[4]) + 10 * s[6] +
           10 * s[7];
  }

  // To lie still counts as landed whatever else happened: the original checks it last.
  StepResult judge(const State& now) const {
    if (world_->asleep()) return {.terminated = true, .outcome = kLanded};
    if (world_->hull_touched()) return {.terminated = true, .outcome = kCrashed};
    if (std::abs(now[0]) >= 1) return {.terminated = true, .outcome = kFlewAway};
    return {};
  }

  void observe_ground(Observation& observation, b2Vec2 at) const {
    const auto relative_x = [at](double x) { return static_cast<float>((x - at.x) / kHalfWidth); };
    const auto relative_y = [at](double y) { return static_cast<float>((y - at.y) / kHalfHeight); };
    constexpr double kPadX = (LanderWorld::kPadLeft + LanderWorld::kPadRight) / 2;
    constexpr double kPadHalf = (LanderWorld::kPadRight - LanderWorld::kPadLeft) / 2;
    observation.add(kPad, kPadId,
                    {relative_x(kPadX), relative_y(LanderWorld::kPadSurface),
                     static_cast<float>(kPadHalf / kHalfWidth)},
                    {static_cast<float>(kPadX), static_cast<float>(LanderWorld::kPadSurface)},
                    {0, 0});
    for (int i = 0; i < LanderWorld::kTerrainPoints; ++i) {
      if (!sees_terrain(*world_, i)) continue;
      const b2Vec2 ground = world_->terrain()[static_cast<std::size_t>(i)];
      const float distance = (ground - at).Length() / static_cast<float>(kHalfWidth);
      observation.add(kTerrain, terrain_id(i),
                      {relative_x(ground.x), relative_y(ground.y), distance}, {ground.x, ground.y},
                      {0, 0});
    }
  }

  LunarLanderSettings settings_;
  EnvironmentSpec spec_;
  std::unique_ptr<LanderWorld> world_;
  double shaping_ = 0;
  int steps_ = 0;
};

std::unique_ptr<Environment> make_lander(const Options& options, bool continuous) {
  return std::make_unique<LunarLander>(
      LunarLanderSettings{.world = {.gravity = options.get<double>("gravity"),
                                    .wind = options.get<bool>("wind"),
                                    .wind_power = options.get<double>("wind_power"),
                                    .turbulence_power = options.get<double>("turbulence_power")},
                          .continuous = continuous,
                          .terrain_entities = options.get<bool>("terrain_entities")});
}

std::vector<OptionSpec> lander_options() {
  const LanderSettings defaults;
  return {{.name = "terrain_entities",
           .default_value = false,
           .help = "Whether the pad and the corners of the ground nearby are entities, too."},
          {.name = "gravity",
           .default_value = defaults.gravity,
           .help = "Acceleration of gravity, m/s^2; negative is down.",
           .min = -12,
           .max = 0},
          {.name = "wind",
           .default_value = defaults.wind,
           .help = "Whether wind pushes and turns the lander while no leg touches the ground."},
          {.name = "wind_power",
           .default_value = defaults.wind_power,
           .help = "Largest force of the wind, N.",
           .min = 0,
           .max = 20},
          {.name = "turbulence_power",
           .default_value = defaults.turbulence_power,
           .help = "Largest torque of the wind, N m.",
           .min = 0,
           .max = 2}};
}

}  // namespace

void add_lunar_lander(Registry& registry) {
  registry.add({.id = "lunar-lander",
                .summary = "Land softly between the flags; an action fires one engine or none.",
                .options = lander_options(),
                .make = [](const Options& options) { return make_lander(options, false); },
                .manual = lander_manual(false)});
  registry.add({.id = "lunar-lander-continuous",
                .summary = "Land softly between the flags; an action sets the throttles.",
                .options = lander_options(),
                .make = [](const Options& options) { return make_lander(options, true); },
                .manual = lander_manual(true)});
}

}  // namespace saccade
