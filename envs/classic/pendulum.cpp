// `pendulum`: swing a pendulum up and hold it there with a torque that is too weak to lift it.
//
// As Gymnasium's Pendulum-v1 has it: same equations, constants, random draws and float32
// observation, so that a seed gives the original's episode.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>

#include "envs/core/random.h"
#include "envs/core/registry.h"
#include "envs/draw/shapes.h"

namespace saccade {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kMaxSpeed = 8;      // rad/s
constexpr double kMaxTorque = 2;     // N m
constexpr double kTimeStep = 0.05;   // s
constexpr double kMass = 1;          // kg
constexpr double kLength = 1;        // m
constexpr double kMaxCost = 16.274;  // pi^2 + 0.1 * 8^2 + 0.001 * 2^2, rounded up

constexpr EntityId kSelf = 0;

struct PendulumSettings {
  double g = 10;
  double x_init = kPi;
  double y_init = 1;
  int max_steps = 200;
};

/// The same angle in [-pi, pi).
double wrapped(double angle) {
  const double turn = std::fmod(angle + kPi, 2 * kPi);
  return (turn < 0 ? turn + 2 * kPi : turn) - kPi;
}

class Pendulum final : public Environment {
 public:
  explicit Pendulum(const PendulumSettings& settings) : settings_(settings) {
    spec_ = {
        .id = "pendulum",
        .kinds = {{.observation = {{{.name = "self",
                                     .features = {"cos_angle", "sin_angle", "angular_velocity"},
                                     .fixed_count = 1}}},
                   .action = {{ContinuousHead{.name = "torque",
                                              .labels = {"torque"},
                                              .low = {static_cast<float>(-kMaxTorque)},
                                              .high = {static_cast<float>(kMaxTorque)}}}}}},
        .max_steps = settings.max_steps,
        .steps_per_second = 1 / kTimeStep,
        .reward_low = static_cast<float>(-kMaxCost),
        .reward_high = 0,
        .outcomes = {"timeout"}};
    Pendulum::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    angle_ = rng.uniform(-settings_.x_init, settings_.x_init);
    speed_ = rng.uniform(-settings_.y_init, settings_.y_init);
    torque_ = 0;
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    torque_ = std::clamp(static_cast<double>(actions[0]), -kMaxTorque, kMaxTorque);
    const double tilt = wrapped(angle_);
    rewards[0] =
        static_cast<float>(-(tilt * tilt + 0.1 * speed_ * speed_ + 0.001 * torque_ * torque_));
    const double acceleration = 3 * settings_.g / (2 * kLength) * std::sin(angle_) +
                                3 / (kMass * kLength * kLength) * torque_;
    speed_ = std::clamp(speed_ + acceleration * kTimeStep, -kMaxSpeed, kMaxSpeed);
    angle_ += speed_ * kTimeStep;
    const bool over = ++steps_ >= settings_.max_steps;
    return {.truncated = over, .outcome = over ? 0 : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(
        0, kSelf,
        {static_cast<float>(std::cos(angle_)), static_cast<float>(std::sin(angle_)),
         static_cast<float>(speed_)},
        rod().at(0, kLength),
        shapes::point(-kLength * speed_ * std::cos(angle_), -kLength * speed_ * std::sin(angle_)));
  }

  void draw(Scene& scene) const override {
    scene.min = {-1.6F, -1.6F};
    scene.max = {1.6F, 1.6F};
    draw_goal(scene);
    draw_rod(scene);
    draw_torque(scene);
  }

 private:
  // Upright is 0 and counter-clockwise positive; the rod points along its local y axis.
  shapes::Pose rod() const { return {0, 0, angle_}; }

  static void draw_goal(Scene& scene) {
    using namespace shapes;
    outline(scene.add(Circle{{0, 0}, 1}, faded(kSkyBlue, 0.04)), faded(kSkyBlue, 0.22), 0.012F);
    outline(scene.add(Circle{{0, 1}, 0.2F}, faded(kGreen, 0.18)), kGreen, 0.02F);
    scene.add(Line{point(0, 1.24), point(0, 1.4), 0.02F}, kGreen);
  }

  void draw_rod(Scene& scene) const {
    using namespace shapes;
    add_part(scene, rod().box(-0.05, 0, 0.05, kLength), kSilver, kSelf);
    outline(scene.add(Circle{rod().at(0, kLength), 0.14F}, kOrange, kSelf), kYellow, 0.02F);
    outline(add_part(scene, Circle{{0, 0}, 0.09F}, kInk, kSelf), kSilver, 0.03F);
  }

  // An arc about the hinge, as long as the torque is strong, with a head in its direction.
  void draw_torque(Scene& scene) const {
    constexpr int kPieces = 16;
    constexpr double kRadius = 0.36;
    const double sweep = torque_ / kMaxTorque * 0.8 * kPi;
    if (std::abs(sweep) < 0.02) return;
    for (int i = 0; i < kPieces; ++i) {
      const Vec2 from = shapes::Pose{0, 0, angle_ + sweep * i / kPieces}.at(0, kRadius);
      const Vec2 to = shapes::Pose{0, 0, angle_ + sweep * (i + 1) / kPieces}.at(0, kRadius);
      shapes::add_part(scene, Line{from, to, 0.045F}, shapes::kSkyBlue, kSelf);
    }
    const shapes::Pose end{0, 0, angle_ + sweep};
    const double ahead = sweep > 0 ? -0.17 : 0.17;
    shapes::add_part(scene,
                     end.polygon({{0, kRadius - 0.09}, {ahead, kRadius}, {0, kRadius + 0.09}}),
                     shapes::kSkyBlue, kSelf);
  }

  PendulumSettings settings_;
  EnvironmentSpec spec_;
  double angle_ = 0;   // rad, not wrapped
  double speed_ = 0;   // rad/s
  double torque_ = 0;  // N m, of the last step
  int steps_ = 0;
};

std::unique_ptr<Environment> make_pendulum(const Options& options) {
  return std::make_unique<Pendulum>(PendulumSettings{.g = options.get<double>("g"),
                                                     .x_init = options.get<double>("x_init"),
                                                     .y_init = options.get<double>("y_init"),
                                                     .max_steps = options.get<int>("max_steps")});
}

std::vector<OptionSpec> pendulum_options() {
  const PendulumSettings defaults;
  return {{.name = "g",
           .default_value = defaults.g,
           .help = "Acceleration of gravity, m/s^2.",
           .min = 0,
           .max = 100},
          {.name = "x_init",
           .default_value = defaults.x_init,
           .help = "Largest angle from upright at the start, rad.",
           .min = 0,
           .max = kPi},
          {.name = "y_init",
           .default_value = defaults.y_init,
           .help = "Largest angular velocity at the start, rad/s.",
           .min = 0,
           .max = kMaxSpeed},
          {.name = "max_steps",
           .default_value = defaults.max_steps,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

EnvironmentManual pendulum_manual() {
  return {
      .task =
          "A rod hangs from a fixed hinge, at which a motor turns it. The motor is too weak to "
          "lift the rod at once, so it must be swung to and fro. It is to stand upright and still "
          "with little torque.\n\n"
          "The rod is 1 m long and weighs 1 kg. A step lasts 0.05 s.",
      .features = {{"cos_angle",
                    "Cosine of the angle from upright, counter-clockwise: 1 when the rod "
                    "stands, -1 when it hangs."},
                   {"sin_angle",
                    "Sine of the same angle: positive when the rod leans to the left."},
                   {"angular_velocity", "Angular velocity, rad/s, counter-clockwise; at most 8."}},
      .actions = {{"torque",
                   "Torque of the motor, N m, from -2 to 2, positive counter-clockwise."}},
      .reward =
          "-(angle^2 + 0.1 angular_velocity^2 + 0.001 torque^2), of the state before the step, "
          "with the angle in [-pi, pi].",
      .ends = "`timeout`: after `max_steps` steps (truncated). Nothing else ends an episode.",
      .source =
          "Gymnasium 1.4.0: Pendulum-v1 (C. Luis). Equations, first states and the observation "
          "are the same; seed and actions give the original's episode but for rounding.",
      .differences =
          "All is computed in double precision. The original multiplies torques in single "
          "precision, as its action space has them. The difference is in the seventh digit "
          "of the torque, and grows while the rod turns."};
}

}  // namespace

void add_pendulum(Registry& registry) {
  registry.add({.id = "pendulum",
                .summary = "Swing up a pendulum with a weak torque and hold it upright.",
                .options = pendulum_options(),
                .make = make_pendulum,
                .manual = pendulum_manual()});
}

}  // namespace saccade
