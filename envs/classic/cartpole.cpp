// `cartpole`: keep a pole upright on a cart by pushing the cart left or right.
//
// Barto, Sutton and Anderson (1983), as Gymnasium's CartPole-v1 has it: same equations, constants,
// random draws and float32 observation, so that a seed gives the original's episode.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>

#include "envs/core/random.h"
#include "envs/core/registry.h"
#include "envs/draw/shapes.h"

namespace saccade {
namespace {

constexpr double kGravity = 9.8;     // m/s^2
constexpr double kPoleMass = 0.1;    // kg
constexpr double kTotalMass = 1.1;   // kg, with the cart's 1.0
constexpr double kHalfLength = 0.5;  // m, from the hinge to the pole's centre of mass
constexpr double kForce = 10;        // N
constexpr double kTimeStep = 0.02;   // s
constexpr double kTrack = 2.4;       // m from the middle to either end
constexpr double kMaxTilt = 12 * 2 * std::numbers::pi / 360;  // rad

constexpr EntityId kSelf = 0;

struct CartpoleSettings {
  bool sutton_barto_reward = false;
  double initial_low = -0.05;
  double initial_high = 0.05;
  int max_steps = 500;
};

class Cartpole final : public Environment {
 public:
  explicit Cartpole(const CartpoleSettings& settings) : settings_(settings) {
    const bool barto = settings.sutton_barto_reward;
    spec_ = {
        .id = "cartpole",
        .kinds = {{.observation = {{{.name = "self",
                                     .features = {"x", "x_velocity", "angle", "angular_velocity"},
                                     .fixed_count = 1}}},
                   .action = {{CategoricalHead{.name = "push", .labels = {"left", "right"}}}}}},
        .max_steps = settings.max_steps,
        .steps_per_second = 1 / kTimeStep,
        .reward_low = barto ? -1.0F : 1.0F,
        .reward_high = barto ? 0.0F : 1.0F,
        .outcomes = {"balanced", "fell"}};
    Cartpole::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    for (double& value : state_) {
      value = rng.uniform(settings_.initial_low, settings_.initial_high);
    }
    force_ = 0;
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    force_ = actions[0] > 0.5F ? kForce : -kForce;
    advance();
    const bool fell = std::abs(state_[0]) > kTrack || std::abs(state_[2]) > kMaxTilt;
    const bool over = ++steps_ >= settings_.max_steps;
    const float penalty = fell ? -1.0F : 0.0F;
    rewards[0] = settings_.sutton_barto_reward ? penalty : 1.0F;
    return {.terminated = fell, .truncated = over, .outcome = fell ? 1 : (over ? 0 : -1)};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    std::array<float, 4> features{};
    for (std::size_t i = 0; i < 4; ++i) features[i] = static_cast<float>(state_[i]);
    observation.add(0, kSelf, features, shapes::point(state_[0], 0), shapes::point(state_[1], 0));
  }

  void draw(Scene& scene) const override {
    scene.min = {-3.2F, -1.1F};
    scene.max = {3.2F, 2.1F};
    draw_track(scene);
    draw_tilt_limits(scene);
    draw_force(scene);
    draw_cart(scene);
  }

 private:
  static constexpr double kHinge = 0.18;  // m above the axle, in the picture

  // Florian (2007), equations 23 and 24, without friction; explicit Euler.
  void advance() {
    auto& [x, x_velocity, angle, angular_velocity] = state_;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    const double push =
        (force_ + kPoleMass * kHalfLength * angular_velocity * angular_velocity * s) / kTotalMass;
    const double angular_acceleration =
        (kGravity * s - c * push) / (kHalfLength * (4.0 / 3.0 - kPoleMass * c * c / kTotalMass));
    const double acceleration =
        push - kPoleMass * kHalfLength * angular_acceleration * c / kTotalMass;
    x += kTimeStep * x_velocity;
    x_velocity += kTimeStep * acceleration;
    angle += kTimeStep * angular_velocity;
    angular_velocity += kTimeStep * angular_acceleration;
  }

  static void draw_track(Scene& scene) {
    using namespace shapes;
    for (const double side : {-1.0, 1.0}) {
      const double a = side * kTrack;
      const double b = side * 10;
      scene.add(box(std::min(a, b), -1.1, std::max(a, b), 2.1), faded(kVermillion, 0.12));
      scene.add(Line{point(a, -0.35), point(a, 2.1), 0.025F}, faded(kVermillion, 0.7));
    }
    scene.add(box(-10, -1.1, 10, -0.22), kGround);
    scene.add(Line{point(-10, -0.22), point(10, -0.22), 0.03F}, kEdge);
    for (int metre = -2; metre <= 2; ++metre) {
      scene.add(Line{point(metre, -0.22), point(metre, -0.34), 0.02F}, kEdge);
    }
  }

  void draw_tilt_limits(Scene& scene) const {
    for (const double tilt : {-kMaxTilt, kMaxTilt}) {
      const shapes::Pose pose{state_[0], kHinge, -tilt};
      scene.add(Line{pose.at(0, 0.1), pose.at(0, 1.15), 0.015F},
                shapes::faded(shapes::kVermillion, 0.6));
    }
  }

  void draw_force(Scene& scene) const {
    if (force_ == 0) return;
    const double side = force_ > 0 ? 1 : -1;
    const shapes::Pose pose{state_[0] + side * 0.42, 0};
    const Color color = shapes::faded(shapes::kYellow, 0.9);
    shapes::add_part(scene, Line{pose.at(0, 0), pose.at(side * 0.22, 0), 0.06F}, color, kSelf);
    shapes::add_part(scene, pose.polygon({{side * 0.2, -0.1}, {side * 0.38, 0}, {side * 0.2, 0.1}}),
                     color, kSelf);
  }

  void draw_cart(Scene& scene) const {
    using namespace shapes;
    const Pose cart{state_[0], 0};
    outline(scene.add(cart.box(-0.36, -0.13, 0.36, 0.18), kBlue, kSelf), kSkyBlue, 0.025F);
    for (const double wheel : {-0.22, 0.22}) {
      outline(add_part(scene, Circle{cart.at(wheel, -0.13), 0.09F}, kInk, kSelf), kSilver, 0.025F);
    }
    // A positive angle leans to the right, hence clockwise.
    const Pose pole{state_[0], kHinge, -state_[2]};
    add_part(scene, pole.box(-0.045, 0, 0.045, 2 * kHalfLength), kOrange, kSelf);
    add_part(scene, Circle{pole.at(0, 2 * kHalfLength), 0.045F}, kOrange, kSelf);
    outline(add_part(scene, Circle{pole.at(0, 0), 0.06F}, kWhite, kSelf), kInk, 0.02F);
  }

  CartpoleSettings settings_;
  EnvironmentSpec spec_;
  std::array<double, 4> state_{};  // x, its velocity (m, m/s), angle, its velocity (rad, rad/s)
  double force_ = 0;               // N, of the last step
  int steps_ = 0;
};

std::unique_ptr<Environment> make_cartpole(const Options& options) {
  const CartpoleSettings settings{.sutton_barto_reward = options.get<bool>("sutton_barto_reward"),
                                  .initial_low = options.get<double>("initial_low"),
                                  .initial_high = options.get<double>("initial_high"),
                                  .max_steps = options.get<int>("max_steps")};
  if (settings.initial_low > settings.initial_high) {
    throw Error("option initial_low: found " + std::to_string(settings.initial_low) +
                ", wanted at most initial_high = " + std::to_string(settings.initial_high));
  }
  return std::make_unique<Cartpole>(settings);
}

std::vector<OptionSpec> cartpole_options() {
  const CartpoleSettings defaults;
  return {{.name = "sutton_barto_reward",
           .default_value = defaults.sutton_barto_reward,
           .help = "Whether the reward is 0, and -1 when the pole falls, instead of 1 per step."},
          {.name = "initial_low",
           .default_value = defaults.initial_low,
           .help = "Lower bound of each state variable at the start (m, m/s, rad, rad/s).",
           .min = -0.2,
           .max = 0.2},
          {.name = "initial_high",
           .default_value = defaults.initial_high,
           .help = "Upper bound of each state variable at the start (m, m/s, rad, rad/s).",
           .min = -0.2,
           .max = 0.2},
          {.name = "max_steps",
           .default_value = defaults.max_steps,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

EnvironmentManual cartpole_manual() {
  return {
      .task =
          "A pole stands on a cart, held by a hinge. The cart runs on a track. Each step pushes "
          "it to the left or to the right with 10 N. The pole is to stay upright, and the cart "
          "on the track, as long as possible.\n\n"
          "The cart weighs 1 kg. The pole weighs 0.1 kg and is 1 m long. A step lasts 0.02 s. "
          "There is no friction.",
      .features = {{"x",
                    "Place of the cart, m from the middle of the track, positive to the right."},
                   {"x_velocity", "Velocity of the cart, m/s."},
                   {"angle", "Angle of the pole from upright, rad, positive to the right."},
                   {"angular_velocity", "Angular velocity of the pole, rad/s."}},
      .actions = {{"push", "Direction of the push: left or right."}},
      .reward =
          "1 for each step, also for the last. With `sutton_barto_reward`: 0 for each step, and "
          "-1 for the one in which the pole falls.",
      .ends =
          "`fell`: the pole leans by more than 12 degrees, or the cart is more than 2.4 m from the "
          "middle (terminated). `balanced`: after `max_steps` steps (truncated).",
      .source =
          "A. G. Barto, R. S. Sutton and C. W. Anderson, \"Neuronlike Adaptive Elements That "
          "Can Solve Difficult Learning Control Problems\", 1983, as Gymnasium 1.4.0 has it: "
          "CartPole-v1. Equations, first states and the observation are the same; seed and "
          "actions give the original's episode."};
}

}  // namespace

void add_cartpole(Registry& registry) {
  registry.add({.id = "cartpole",
                .summary = "Keep a pole upright on a cart by pushing the cart left or right.",
                .options = cartpole_options(),
                .make = make_cartpole,
                .manual = cartpole_manual()});
}

}  // namespace saccade
