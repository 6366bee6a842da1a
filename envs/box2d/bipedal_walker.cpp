// `bipedal-walker` and `bipedal-walker-hardcore`: walk on two legs to the far end of the ground.
//
// As Gymnasium's BipedalWalker-v3 has it: observation, reward and end of an episode.  Options make
// the lidar a sensor of rays, or show the ground ahead as entities.
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>

#include "envs/box2d/walker_manual.h"
#include "envs/box2d/walker_scene.h"
#include "envs/box2d/walker_world.h"
#include "envs/core/registry.h"

namespace saccade {
namespace {

enum Type { kSelf, kGround, kBlock };
enum Outcome { kArrived, kFell, kWalkedBack, kTimeout };

constexpr int kBodyFeatures = 14;
constexpr int kRays = 42;  // Around the whole circle, almost as far apart as the lidar's.
constexpr double kRange = WalkerWorld::kLidarRange;

// Box2D lets nothing move faster than 2 m and turn faster than a quarter turn in a step, which
// changes the reward by 17; the solver's own corrections may add to that.
constexpr float kMaxReward = 100;

struct BipedalWalkerSettings {
  bool hardcore = false;
  bool rays = false;
  bool terrain_entities = false;
};

std::vector<std::string> self_features(bool lidar) {
  std::vector<std::string> names = {"hull_angle", "angular_velocity", "x_velocity", "y_velocity"};
  for (const std::string leg : {"1", "2"}) {
    for (const std::string joint : {"hip_", "knee_"}) {
      names.push_back(joint + leg + "_angle");
      names.push_back(joint + leg + "_speed");
    }
    names.push_back("leg_" + leg + "_stands");
  }
  for (int i = 0; lidar && i < WalkerWorld::kLidarRays; ++i) {
    names.push_back("lidar_" + std::to_string(i));
  }
  return names;
}

ObservationSpace observation_space(const BipedalWalkerSettings& settings) {
  // The unit of a velocity: what 1 stands for, m/s.
  constexpr Vec2 kSpeed{50 / (0.3F * 20), 50 / (0.3F * 400 / 30)};
  ObservationSpace space;
  space.types.push_back(
      {.name = "self",
       .features = self_features(!settings.rays),
       .fixed_count = 1,
       .geometry = {{Geometry::kAngle, {"hull_angle"}},
                    {Geometry::kDirection, {"x_velocity", "y_velocity"}, kSpeed}}});
  if (settings.terrain_entities) {
    constexpr Vec2 kLength{static_cast<float>(kRange), static_cast<float>(kRange)};
    const std::vector<Geometry> offset = {{Geometry::kDirection, {"x", "y"}, kLength}};
    space.types.push_back(
        {.name = "ground", .features = {"x", "y", "distance"}, .geometry = offset});
    if (settings.hardcore) {
      space.types.push_back(
          {.name = "block", .features = {"x", "y", "width", "height"}, .geometry = offset});
    }
  }
  if (settings.rays) {
    space.rays.push_back(
        {.name = "lidar", .count = kRays, .range = static_cast<float>(kRange), .hits = {"ground"}});
  }
  return space;
}

ActionSpace action_space() {
  return {{ContinuousHead{.name = "torques",
                          .labels = {"hip_1", "knee_1", "hip_2", "knee_2"},
                          .low = {-1, -1, -1, -1},
                          .high = {1, 1, 1, 1}}}};
}

class BipedalWalker final : public Environment {
 public:
  explicit BipedalWalker(const BipedalWalkerSettings& settings) : settings_(settings) {
    spec_ = {.id = settings.hardcore ? "bipedal-walker-hardcore" : "bipedal-walker",
             .kinds = {{.observation = observation_space(settings), .action = action_space()}},
             .max_steps = settings.hardcore ? 2000 : 1600,
             .steps_per_second = WalkerWorld::kStepsPerSecond,
             .reward_low = -kMaxReward,
             .reward_high = kMaxReward,
             .outcomes = {"arrived", "fell", "walked_back", "timeout"}};
    BipedalWalker::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  // The first observation is what the world looks like after one step without torques.
  void reset(std::uint64_t seed) override {
    world_ = std::make_unique<WalkerWorld>(settings_.hardcore, seed);
    world_->step(std::array<float, 4>{});
    shaping_ = shaping();
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    world_->step(actions);
    const double before = shaping_;
    shaping_ = shaping();
    double reward = shaping_ - before;
    for (const float torque : actions) {
      reward -= 0.00035 * 80 * std::min(std::abs(static_cast<double>(torque)), 1.0);
    }
    StepResult result = judge();
    const bool failed = result.terminated && result.outcome != kArrived;
    rewards[0] = failed ? -100.0F : static_cast<float>(reward);
    result.truncated = ++steps_ >= spec_.max_steps;
    if (result.truncated && !result.terminated) result.outcome = kTimeout;
    return result;
  }

  void observe(int /*agent*/, Observation& observation) const override {
    std::array<float, kBodyFeatures + WalkerWorld::kLidarRays> features{};
    write_body(features);
    std::size_t count = kBodyFeatures;
    if (!settings_.rays) {
      for (int i = 0; i < WalkerWorld::kLidarRays; ++i) {
        features[count++] = world_->lidar(WalkerWorld::kLidarGap * i);
      }
    }
    const b2Vec2 at = world_->hull().GetPosition();
    const b2Vec2 velocity = world_->hull().GetLinearVelocity();
    observation.add(kSelf, kWalkerId, std::span<const float>(features).first(count), {at.x, at.y},
                    {velocity.x, velocity.y});
    if (settings_.rays) observe_rays(observation, at);
    if (settings_.terrain_entities) observe_ground(observation, at);
  }

  void draw(Scene& scene) const override {
    constexpr double kCircle = 2 * std::numbers::pi;
    const WalkerView lidar{.terrain_entities = settings_.terrain_entities,
                           .lidar_rays = settings_.rays ? kRays : WalkerWorld::kLidarRays,
                           .lidar_gap = settings_.rays ? kCircle / kRays : WalkerWorld::kLidarGap};
    draw_walker(*world_, lidar, scene);
  }

 private:
  void write_body(std::span<float> features) const {
    constexpr double kRate = WalkerWorld::kStepsPerSecond;
    const b2Body& hull = world_->hull();
    const b2Vec2 velocity = hull.GetLinearVelocity();
    std::size_t next = 0;
    const auto put = [&](double value) { features[next++] = static_cast<float>(value); };
    put(hull.GetAngle());
    put(2.0 * hull.GetAngularVelocity() / kRate);
    put(0.3 * velocity.x * (600 / 30.0) / kRate);
    put(0.3 * velocity.y * (400 / 30.0) / kRate);
    for (const std::size_t leg : {0U, 1U}) {
      const b2RevoluteJoint& hip = world_->joint(2 * leg);
      const b2RevoluteJoint& knee = world_->joint(2 * leg + 1);
      put(hip.GetJointAngle());
      put(hip.GetJointSpeed() / WalkerWorld::kHipSpeed);
      put(knee.GetJointAngle() + 1.0);
      put(knee.GetJointSpeed() / WalkerWorld::kKneeSpeed);
      put(world_->leg_stands(leg) ? 1 : 0);
    }
  }

  // Higher the farther and the more upright it is; the reward is the gain.
  double shaping() const {
    const b2Body& hull = world_->hull();
    return 130.0 * hull.GetPosition().x / 30.0 -
           5.0 * std::abs(static_cast<double>(hull.GetAngle()));
  }

  StepResult judge() const {
    const double x = world_->hull().GetPosition().x;
    if (world_->hull_touched()) return {.terminated = true, .outcome = kFell};
    if (x < 0) return {.terminated = true, .outcome = kWalkedBack};
    if (x > WalkerTerrain::kGoal) return {.terminated = true, .outcome = kArrived};
    return {};
  }

  void observe_rays(Observation& observation, b2Vec2 at) const {
    std::array<float, kRays> distances{};
    std::array<int, kRays> hits{};
    for (std::size_t i = 0; i < kRays; ++i) {
      const float share = world_->lidar(2 * std::numbers::pi / kRays * static_cast<double>(i));
      distances[i] = std::min(share, 1.0F) * static_cast<float>(kRange);
      hits[i] = share < 1 ? 0 : -1;
    }
    constexpr auto kDown = static_cast<float>(-std::numbers::pi / 2);
    observation.set_rays(0, {at.x, at.y}, kDown, distances, hits);
  }

  void observe_ground(Observation& observation, b2Vec2 at) const {
    const auto scaled = [](double metres) { return static_cast<float>(metres / kRange); };
    const auto place = [](double x, double y) {
      return Vec2{static_cast<float>(x), static_cast<float>(y)};
    };
    const WalkerTerrain& terrain = world_->terrain();
    for (int i = 0; i < WalkerTerrain::kPoints; ++i) {
      const double x = WalkerTerrain::x(i), y = terrain.y[static_cast<std::size_t>(i)];
      if (!is_before_walker(*world_, x, x)) continue;
      const double dx = x - at.x, dy = y - at.y;
      observation.add(kGround, walker_ground_id(i),
                      {scaled(dx), scaled(dy), scaled(std::sqrt(dx * dx + dy * dy))}, place(x, y),
                      {0, 0});
    }
    for (std::size_t i = 0; i < terrain.blocks.size(); ++i) {
      const WalkerBlock& block = terrain.blocks[i];
      if (!is_before_walker(*world_, block.left, block.right)) continue;
      observation.add(kBlock, walker_block_id(i),
                      {scaled(block.left - at.x), scaled(block.top - at.y),
                       scaled(block.right - block.left), scaled(block.top - block.bottom)},
                      place(block.left, block.top), {0, 0});
    }
  }

  BipedalWalkerSettings settings_;
  EnvironmentSpec spec_;
  std::unique_ptr<WalkerWorld> world_;
  double shaping_ = 0;
  int steps_ = 0;
};

std::unique_ptr<Environment> make_walker(const Options& options, bool hardcore) {
  return std::make_unique<BipedalWalker>(
      BipedalWalkerSettings{.hardcore = hardcore,
                            .rays = options.get<bool>("rays"),
                            .terrain_entities = options.get<bool>("terrain_entities")});
}

std::vector<OptionSpec> walker_options() {
  return {
      {.name = "rays",
       .default_value = false,
       .help = "Whether the lidar is a sensor of 42 rays around the hull instead of 10 features."},
      {.name = "terrain_entities",
       .default_value = false,
       .help = "Whether the points and blocks of the ground ahead are entities, too."}};
}

}  // namespace

void add_bipedal_walker(Registry& registry) {
  registry.add({.id = "bipedal-walker",
                .summary = "Walk on two legs over rolling ground.",
                .options = walker_options(),
                .make = [](const Options& options) { return make_walker(options, false); },
                .manual = walker_manual(false)});
  registry.add({.id = "bipedal-walker-hardcore",
                .summary = "Walk on two legs over pits, stumps and stairs.",
                .options = walker_options(),
                .make = [](const Options& options) { return make_walker(options, true); },
                .manual = walker_manual(true)});
}

}  // namespace saccade
