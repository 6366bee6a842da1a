// `mountain-car` and `mountain-car-continuous`: drive a car that is too weak for the slope up a
// hill.
//
// Moore (1990), as Gymnasium's MountainCar-v0 and MountainCarContinuous-v0 have it: same equations,
// constants, random draws, precision and float32 observation, so that a seed gives the original's
// episode.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "envs/classic/mountain_car_scene.h"
#include "envs/classic/single_precision.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"
#include "envs/draw/shapes.h"

namespace saccade {
namespace {

constexpr double kLeftEnd = -1.2;     // m
constexpr double kRightEnd = 0.6;     // m
constexpr double kMaxSpeed = 0.07;    // m per step
constexpr double kGravity = 0.0025;   // m per step^2, on a slope of 1
constexpr double kPush = 0.001;       // m per step^2, of a choice
constexpr float kFullPush = 0.0015F;  // m per step^2, of the largest continuous action
constexpr double kStepsPerSecond = 30;

constexpr EntityId kSelf = 0;

struct MountainCarSettings {
  bool continuous = false;
  double goal_velocity = 0;
  double initial_low = -0.6;
  double initial_high = -0.4;
  int max_steps = 200;

  double goal() const { return continuous ? 0.45 : 0.5; }
};

ActionSpace action_space(bool continuous) {
  if (!continuous) {
    return {{CategoricalHead{.name = "push", .labels = {"left", "none", "right"}}}};
  }
  return {{ContinuousHead{.name = "push", .labels = {"push"}, .low = {-1}, .high = {1}}}};
}

class MountainCar final : public Environment {
 public:
  explicit MountainCar(const MountainCarSettings& settings) : settings_(settings) {
    const bool continuous = settings.continuous;
    spec_ = {.id = continuous ? "mountain-car-continuous" : "mountain-car",
             .kinds = {{.observation =
                            {{{.name = "self", .features = {"x", "velocity"}, .fixed_count = 1}}},
                        .action = action_space(continuous)}},
             .max_steps = settings.max_steps,
             .steps_per_second = kStepsPerSecond,
             .reward_low = continuous ? -0.1F : -1.0F,
             .reward_high = continuous ? 100.0F : -1.0F,
             .outcomes = {"arrived", "timeout"}};
    MountainCar::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    x_ = rng.uniform(settings_.initial_low, settings_.initial_high);
    velocity_ = 0;
    push_ = 0;
    arrived_ = false;
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    if (settings_.continuous) {
      rewards[0] = push_by(std::clamp(actions[0], -1.0F, 1.0F));
    } else {
      rewards[0] = push_to(static_cast<int>(actions[0]) - 1);
    }
    const bool over = ++steps_ >= settings_.max_steps;
    return {.terminated = arrived_, .truncated = over, .outcome = arrived_ ? 0 : (over ? 1 : -1)};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const double speed = velocity_ * kStepsPerSecond;
    observation.add(0, kSelf, {static_cast<float>(x_), static_cast<float>(velocity_)},
                    shapes::point(x_, hill_height(x_)),
                    shapes::point(speed, speed * hill_slope(x_)));
  }

  void draw(Scene& scene) const override {
    draw_mountain_car({.x = x_,
                       .push = push_,
                       .left_end = kLeftEnd,
                       .right_end = kRightEnd,
                       .goal = settings_.goal(),
                       .has_arrived = arrived_,
                       .entity = kSelf},
                      scene);
  }

 private:
  /// By a choice, in double precision throughout; returns the reward.
  float push_to(int side) {
    push_ = side;
    accelerate(side * kPush + std::cos(3 * x_) * -kGravity);
    return -1;
  }

  /// By a force.  The original makes the sum of force and gravity in single precision, and keeps
  /// its state so from the first step on; the first state itself is in double precision.
  float push_by(float force) {
    push_ = static_cast<double>(force);
    const float push = force * kFullPush;
    if (steps_ == 0) {
      const double pull = kGravity * std::cos(3 * x_);
      accelerate(static_cast<double>(push - static_cast<float>(pull)));
    } else {
      const double pull = kGravity * std::cos(static_cast<double>(3 * static_cast<float>(x_)));
      accelerate(push - static_cast<float>(pull));
    }
    x_ = to_single(x_);
    velocity_ = to_single(velocity_);
    return static_cast<float>((arrived_ ? 100.0 : 0.0) - push_ * push_ * 0.1);
  }

  /// One step with the precision of `Number`.
  template <class Number>
  void accelerate(Number change) {
    const auto number = [](double value) { return static_cast<Number>(value); };
    Number velocity = number(velocity_) + change;
    velocity = std::clamp(velocity, number(-kMaxSpeed), number(kMaxSpeed));
    const Number x = std::clamp(number(x_) + velocity, number(kLeftEnd), number(kRightEnd));
    if (x == number(kLeftEnd) && velocity < 0) velocity = 0;
    arrived_ = x >= number(settings_.goal()) && velocity >= number(settings_.goal_velocity);
    x_ = static_cast<double>(x);
    velocity_ = static_cast<double>(velocity);
  }

  MountainCarSettings settings_;
  EnvironmentSpec spec_;
  double x_ = 0;         // m
  double velocity_ = 0;  // m per step, along x
  double push_ = 0;      // Of the last step, in [-1, 1].
  bool arrived_ = false;
  int steps_ = 0;
};

std::unique_ptr<Environment> make_mountain_car(const Options& options, bool continuous) {
  const MountainCarSettings settings{.continuous = continuous,
                                     .goal_velocity = options.get<double>("goal_velocity"),
                                     .initial_low = options.get<double>("initial_low"),
                                     .initial_high = options.get<double>("initial_high"),
                                     .max_steps = options.get<int>("max_steps")};
  if (settings.initial_low > settings.initial_high) {
    throw Error("option initial_low: found " + std::to_string(settings.initial_low) +
                ", wanted at most initial_high = " + std::to_string(settings.initial_high));
  }
  return std::make_unique<MountainCar>(settings);
}

std::vector<OptionSpec> mountain_car_options(int max_steps) {
  const MountainCarSettings defaults;
  return {{.name = "goal_velocity",
           .default_value = defaults.goal_velocity,
           .help = "Least velocity at which the flag counts, m per step.",
           .min = 0,
           .max = kMaxSpeed},
          {.name = "initial_low",
           .default_value = defaults.initial_low,
           .help = "Lower bound of the car's place at the start, m.",
           .min = kLeftEnd,
           .max = kRightEnd},
          {.name = "initial_high",
           .default_value = defaults.initial_high,
           .help = "Upper bound of the car's place at the start, m.",
           .min = kLeftEnd,
           .max = kRightEnd},
          {.name = "max_steps",
           .default_value = max_steps,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

/// Of the choice among three pushes, and what the other has of it.
EnvironmentManual mountain_car_manual() {
  return {
      .task =
          "A car stands in a valley between two hills. On the right one is a flag. The car's "
          "engine is weaker than gravity on the slope, so the car must gather speed by driving "
          "to and fro. It is to reach the flag as soon as possible.\n\n"
          "The ground's height is 0.55 + 0.45 sin(3 x) m. On the left, at x = -1.2, a wall stops "
          "the car. It is never faster than 0.07 m per step. A step has no length in seconds; "
          "the picture shows 30 in a second.",
      .features = {{"x",
                    "Place of the car, m, from -1.2 to 0.6. The valley's bottom is at -pi/6 = "
                    "-0.52."},
                   {"velocity",
                    "Velocity along x, m per step, from -0.07 to 0.07; positive to the "
                    "right."}},
      .actions = {{"push",
                   "What the engine adds to the velocity: -0.001 (left), 0 or 0.001 (right) "
                   "m per step. Gravity adds -0.0025 cos(3 x)."}},
      .reward = "-1 for each step.",
      .ends =
          "`arrived`: the car is at x = 0.5 or beyond, at least as fast as `goal_velocity` "
          "(terminated). `timeout`: after `max_steps` steps (truncated).",
      .source =
          "A. W. Moore, \"Efficient Memory-based Learning for Robot Control\", PhD thesis, "
          "University of Cambridge, 1990; R. S. Sutton's program of it, as Gymnasium 1.4.0 has "
          "it: MountainCar-v0. Equations, first states, precision and the observation are the "
          "same; seed and actions give the original's episode."};
}

EnvironmentManual mountain_car_continuous_manual() {
  EnvironmentManual manual = mountain_car_manual();
  manual.task =
      "A car stands in a valley between two hills. On the right one is a flag. The car's "
      "engine is weaker than gravity on the slope, so the car must gather speed by driving "
      "to and fro. It is to reach the flag with little force.\n\n" +
      manual.task.substr(manual.task.find("The ground's height"));
  manual.actions = {{"push",
                     "Force of the engine, from -1 (left) to 1 (right). It adds 0.0015 times "
                     "as much to the velocity. Gravity adds -0.0025 cos(3 x)."}};
  manual.reward = "100 for arriving; each step costs 0.1 times the square of the force.";
  manual.ends =
      "`arrived`: the car is at x = 0.45 or beyond, at least as fast as `goal_velocity` "
      "(terminated). `timeout`: after `max_steps` steps (truncated).";
  manual.source =
      "A. W. Moore, \"Efficient Memory-based Learning for Robot Control\", PhD thesis, "
      "University of Cambridge, 1990, as Gymnasium 1.4.0 has it: "
      "MountainCarContinuous-v0 (O. Sigaud), after J. A. Martin H.'s program. Equations, "
      "first states, precision and the observation are the same; seed and actions give "
      "the original's episode.";
  return manual;
}

}  // namespace

void add_mountain_car(Registry& registry) {
  registry.add(
      {.id = "mountain-car",
       .summary = "Drive a weak car up a hill by gathering speed; an action is a direction.",
       .options = mountain_car_options(200),
       .make = [](const Options& options) { return make_mountain_car(options, false); },
       .manual = mountain_car_manual()});
  registry.add({.id = "mountain-car-continuous",
                .summary = "Drive a weak car up a hill by gathering speed; an action is a force.",
                .options = mountain_car_options(999),
                .make = [](const Options& options) { return make_mountain_car(options, true); },
                .manual = mountain_car_continuous_manual()});
}

}  // namespace saccade
