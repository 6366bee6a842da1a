// `acrobot`: swing the free end of two linked bars above a line by a torque at the joint between.
//
// Sutton (1996), as Gymnasium's Acrobot-v1 has it: same equations, integration, constants, random
// draws and float32 observation, so that a seed gives the original's episode.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "envs/classic/acrobot_scene.h"
#include "envs/classic/single_precision.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"

namespace saccade {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kTimeStep = 0.2;       // s
constexpr double kGravity = 9.8;        // m/s^2
constexpr double kLength = 1;           // m, of each link
constexpr double kCentre = 0.5;         // m from a link's upper joint to its centre of mass
constexpr double kMass = 1;             // kg, of each link
constexpr double kInertia = 1;          // kg m^2, of each link about its centre of mass
constexpr double kMaxSpeed1 = 4 * kPi;  // rad/s
constexpr double kMaxSpeed2 = 9 * kPi;  // rad/s
constexpr std::size_t kTrail = 12;      // Steps that the picture remembers.

constexpr EntityId kSelf = 0;

struct AcrobotSettings {
  std::string equations = "book";
  double torque_noise = 0;
  double initial_low = -0.1;
  double initial_high = 0.1;
  int max_steps = 500;
};

using Four = std::array<double, 4>;  // Angles of both links and their speeds.

Four plus(const Four& a, double factor, const Four& b) {
  Four sum{};
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = a[i] + factor * b[i];
  return sum;
}

/// The same angle in [-pi, pi].
double wrapped(double angle) {
  while (angle > kPi) angle -= 2 * kPi;
  while (angle < -kPi) angle += 2 * kPi;
  return angle;
}

// Sutton and Barto (1998), equations of the acrobot; "nips" leaves out a term as Sutton (1996)
// does.
Four derivative(const Four& state, double torque, bool is_book) {
  const auto& [angle1, angle2, speed1, speed2] = state;
  constexpr double kShared = kMass * kLength * kCentre;
  const double c = std::cos(angle2);
  const double s = std::sin(angle2);
  const double d1 = kMass * kCentre * kCentre +
                    kMass * (kLength * kLength + kCentre * kCentre + 2 * kLength * kCentre * c) +
                    kInertia + kInertia;
  const double d2 = kMass * (kCentre * kCentre + kLength * kCentre * c) + kInertia;
  const double phi2 = kMass * kCentre * kGravity * std::cos(angle1 + angle2 - kPi / 2);
  const double phi1 = -kShared * (speed2 * speed2) * s - 2 * kShared * speed2 * speed1 * s +
                      (kMass * kCentre + kMass * kLength) * kGravity * std::cos(angle1 - kPi / 2) +
                      phi2;
  const double centrifugal = is_book ? kShared * (speed1 * speed1) * s : 0;
  const double acceleration2 = (torque + d2 / d1 * phi1 - centrifugal - phi2) /
                               (kMass * kCentre * kCentre + kInertia - d2 * d2 / d1);
  const double acceleration1 = -(d2 * acceleration2 + phi1) / d1;
  return {speed1, speed2, acceleration1, acceleration2};
}

// One step of the classical Runge-Kutta method.
Four integrated(const Four& state, double torque, bool is_book) {
  const Four k1 = derivative(state, torque, is_book);
  const Four k2 = derivative(plus(state, kTimeStep / 2, k1), torque, is_book);
  const Four k3 = derivative(plus(state, kTimeStep / 2, k2), torque, is_book);
  const Four k4 = derivative(plus(state, kTimeStep, k3), torque, is_book);
  Four slope{};
  for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i];
  return plus(state, kTimeStep / 6, slope);
}

class Acrobot final : public Environment {
 public:
  explicit Acrobot(AcrobotSettings settings) : settings_(std::move(settings)) {
    spec_ = {.id = "acrobot",
             .kinds = {{.observation = {{{.name = "self",
                                          .features = {"cos_angle1", "sin_angle1", "cos_angle2",
                                                       "sin_angle2", "angular_velocity1",
                                                       "angular_velocity2"},
                                          .fixed_count = 1}}},
                        .action = {{CategoricalHead{.name = "torque",
                                                    .labels = {"negative", "none", "positive"}}}}}},
             .max_steps = settings_.max_steps,
             .steps_per_second = 1 / kTimeStep,
             .reward_low = -1,
             .reward_high = 0,
             .outcomes = {"swung_up", "timeout"}};
    Acrobot::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  // The original keeps the first state, and no other, in single precision.
  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    for (double& value : state_) {
      value = to_single(rng_.uniform(settings_.initial_low, settings_.initial_high));
    }
    trail_.clear();
    torque_ = 0;
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    remember();
    torque_ = static_cast<double>(actions[0]) - 1;
    const double noise = settings_.torque_noise;
    const double turn = noise > 0 ? torque_ + rng_.uniform(-noise, noise) : torque_;
    state_ = integrated(state_, turn, settings_.equations == "book");
    state_[0] = wrapped(state_[0]);
    state_[1] = wrapped(state_[1]);
    state_[2] = std::clamp(state_[2], -kMaxSpeed1, kMaxSpeed1);
    state_[3] = std::clamp(state_[3], -kMaxSpeed2, kMaxSpeed2);
    const bool up = is_up();
    const bool over = ++steps_ >= settings_.max_steps;
    rewards[0] = up ? 0.0F : -1.0F;
    return {.terminated = up, .truncated = over, .outcome = up ? 0 : (over ? 1 : -1)};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const std::array<double, 6> features = {std::cos(state_[0]), std::sin(state_[0]),
                                            std::cos(state_[1]), std::sin(state_[1]),
                                            state_[2],           state_[3]};
    std::array<float, 6> seen{};
    for (std::size_t i = 0; i < 6; ++i) seen[i] = static_cast<float>(features[i]);
    const FreeEnd end = free_end(links());
    observation.add(0, kSelf, seen, end.position, end.velocity);
  }

  void draw(Scene& scene) const override {
    draw_acrobot({.now = links(),
                  .trail = trail_,
                  .torque = torque_,
                  .is_up = is_up(),
                  .seconds_per_step = kTimeStep,
                  .entity = kSelf},
                 scene);
  }

 private:
  AcrobotState links() const { return {state_[0], state_[1], state_[2], state_[3]}; }

  bool is_up() const { return -std::cos(state_[0]) - std::cos(state_[1] + state_[0]) > 1; }

  void remember() {
    if (trail_.size() == kTrail) trail_.erase(trail_.begin());
    trail_.push_back(free_end(links()));
  }

  AcrobotSettings settings_;
  EnvironmentSpec spec_;
  Rng rng_;
  Four state_{};
  std::vector<FreeEnd> trail_;  // Of the last steps, without where it is now.
  double torque_ = 0;           // N m, that the last action chose.
  int steps_ = 0;
};

std::unique_ptr<Environment> make_acrobot(const Options& options) {
  const AcrobotSettings settings{.equations = options.get<std::string>("equations"),
                                 .torque_noise = options.get<double>("torque_noise"),
                                 .initial_low = options.get<double>("initial_low"),
                                 .initial_high = options.get<double>("initial_high"),
                                 .max_steps = options.get<int>("max_steps")};
  if (settings.initial_low > settings.initial_high) {
    throw Error("option initial_low: found " + std::to_string(settings.initial_low) +
                ", wanted at most initial_high = " + std::to_string(settings.initial_high));
  }
  return std::make_unique<Acrobot>(settings);
}

std::vector<OptionSpec> acrobot_options() {
  const AcrobotSettings defaults;
  return {{.name = "equations",
           .default_value = defaults.equations,
           .help = "Whose equations of motion: of Sutton and Barto's book, or of the paper of 1996,"
                   " which lack a centrifugal term.",
           .choices = {"book", "nips"}},
          {.name = "torque_noise",
           .default_value = defaults.torque_noise,
           .help = "Largest random torque that is added to each action, N m.",
           .min = 0,
           .max = 1},
          {.name = "initial_low",
           .default_value = defaults.initial_low,
           .help = "Lower bound of each state variable at the start (rad, rad/s).",
           .min = -3,
           .max = 3},
          {.name = "initial_high",
           .default_value = defaults.initial_high,
           .help = "Upper bound of each state variable at the start (rad, rad/s).",
           .min = -3,
           .max = 3},
          {.name = "max_steps",
           .default_value = defaults.max_steps,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

EnvironmentManual acrobot_manual() {
  return {
      .task =
          "Two bars hang from a fixed joint, one below the other. A motor turns the joint between "
          "them. It is too weak to lift the bars at once, so they must be swung to and fro. The "
          "free end is to rise above a line one bar's length above the fixed joint, as soon as "
          "possible.\n\n"
          "Each bar is 1 m long and weighs 1 kg. A step lasts 0.2 s.",
      .features = {{"cos_angle1",
                    "Cosine of the upper bar's angle, counted counter-clockwise from "
                    "straight down: 1 when it hangs, -1 when it stands."},
                   {"sin_angle1",
                    "Sine of the same angle: positive when the middle joint is to "
                    "the right."},
                   {"cos_angle2",
                    "Cosine of the lower bar's angle to the upper one: 1 when the "
                    "two are in line."},
                   {"sin_angle2", "Sine of the same angle."},
                   {"angular_velocity1",
                    "Angular velocity of the upper bar, rad/s, counter-"
                    "clockwise; at most 4 pi."},
                   {"angular_velocity2",
                    "Rate of the lower bar's angle to the upper one, rad/s; "
                    "at most 9 pi."}},
      .actions = {{"torque",
                   "Torque of the motor on the lower bar: -1, 0 or 1 N m, positive "
                   "counter-clockwise."}},
      .reward = "-1 for each step; 0 for the step in which the free end rises above the line.",
      .ends =
          "`swung_up`: the free end is above the line (terminated). `timeout`: after "
          "`max_steps` steps (truncated).",
      .source =
          "R. S. Sutton, \"Generalization in Reinforcement Learning: Successful Examples "
          "Using Sparse Coarse Coding\", 1996, as Gymnasium 1.4.0 has it: Acrobot-v1, after "
          "RLPy's (A. Geramifard, R. H. Klein, C. Dann, W. Dabney, J. P. How, 2013). "
          "Equations, integration, first states and the observation are the same; seed and "
          "actions give the original's episode but for rounding in the last digits.",
      .differences =
          "Equations and noise of the torque are options; there they are attributes of "
          "the environment (`book_or_nips`, `torque_noise_max`)."};
}

}  // namespace

void add_acrobot(Registry& registry) {
  registry.add({.id = "acrobot",
                .summary = "Swing two linked bars up by a weak motor at the joint between them.",
                .options = acrobot_options(),
                .make = make_acrobot,
                .manual = acrobot_manual()});
}

}  // namespace saccade
