// `matching-balls`: take all balls of the most frequent colour.
//
// After PickMatchingBalls of Entity Gym (Clemens Winter 2022,
// entity_gym/examples/pick_matching_balls.py in github.com/entity-neural-network/entity-gym), with
// its options `randomize` (3 to 32 balls) and `one_hot`.
#include <algorithm>
#include <memory>
#include <string>

#include "envs/core/random.h"
#include "envs/core/registry.h"
#include "envs/entity_gym/matching_balls_scene.h"
#include "envs/settings/count_range.h"

namespace saccade {
namespace {

enum Type { kSelf, kBall };
enum Outcome { kOtherColor, kAllTaken };
constexpr std::size_t kTakenFeature = kBallColors;

struct MatchingBallsSettings {
  int balls_min = 3;
  int balls_max = 32;
};

ObservationSpace observation_space() {
  std::vector<std::string> features(kBallColorNames.begin(), kBallColorNames.end());
  features.emplace_back("taken");
  return {{{.name = "self", .features = {}, .fixed_count = 1},
           {.name = "ball", .features = std::move(features)}}};
}

class MatchingBalls final : public Environment {
 public:
  explicit MatchingBalls(const MatchingBallsSettings& settings) : settings_(settings) {
    spec_ = {.id = "matching-balls",
             .kinds = {{.observation = observation_space(),
                        .action = {{SelectEntityHead{
                            .name = "take", .types = {kBall}, .masked = true}}}}},
             .max_steps = settings.balls_max,
             .steps_per_second = 4,
             .reward_low = 0,
             .reward_high = 1,
             .outcomes = {"other_color", "all_taken"},
             .counts = {"matching", "most_frequent"}};
    MatchingBalls::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    const auto count = rng.integers(settings_.balls_min, settings_.balls_max + 1);
    std::array<int, kBallColors> of_color{};
    tray_ = {};
    for (int i = 0; i < count; ++i) {
      const int color = static_cast<int>(rng.integers(0, kBallColors));
      tray_.balls.push_back({.color = color});
      ++of_color[static_cast<std::size_t>(color)];
    }
    tray_.goal = *std::max_element(of_color.begin(), of_color.end());
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const auto taken = static_cast<std::size_t>(actions[0]);
    tray_.balls[taken].taken = true;
    tray_.rack.push_back(taken);
    tray_.mismatch = tray_.balls[taken].color != tray_.balls[tray_.rack.front()].color;
    const bool all = tray_.rack.size() == tray_.balls.size();
    const bool over = tray_.mismatch || all;
    rewards[0] = over ? static_cast<float>(matching()) / static_cast<float>(tray_.goal) : 0;
    if (!over) return {};
    return {.terminated = true, .outcome = tray_.mismatch ? kOtherColor : kAllTaken};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(kSelf, kRackId, {});
    std::vector<std::uint8_t> allowed;
    EntityId id = kFirstBallId;
    for (const Ball& ball : tray_.balls) {
      std::array<float, kBallColors + 1> features{};
      features[static_cast<std::size_t>(ball.color)] = 1;
      features[kTakenFeature] = ball.taken ? 1.0F : 0.0F;
      observation.add(kBall, id++, features);
      allowed.push_back(ball.taken ? 0 : 1);
    }
    observation.set_mask(0, allowed);
  }

  void draw(Scene& scene) const override { draw_balls(tray_, scene); }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(matching());
    values[1] = static_cast<float>(tray_.goal);
  }

 private:
  /// Balls taken that have the colour of the first.
  int matching() const { return static_cast<int>(tray_.rack.size()) - (tray_.mismatch ? 1 : 0); }

  MatchingBallsSettings settings_;
  EnvironmentSpec spec_;
  BallTray tray_;
};

std::unique_ptr<Environment> make_matching_balls(const Options& options) {
  const CountRange balls = count_range(options, "balls");
  const MatchingBallsSettings settings{.balls_min = balls.min, .balls_max = balls.max};
  return std::make_unique<MatchingBalls>(settings);
}

std::vector<OptionSpec> matching_balls_options() {
  const MatchingBallsSettings defaults;
  return {{.name = "balls_min",
           .default_value = defaults.balls_min,
           .help = "Minimum number of balls in an episode.",
           .min = 1,
           .max = 1000,
           .counts = {"ball"}},
          {.name = "balls_max",
           .default_value = defaults.balls_max,
           .help = "Maximum number of balls in an episode.",
           .min = 1,
           .max = 1000,
           .counts = {"ball"}}};
}

EnvironmentManual matching_balls_manual() {
  return {
      .task =
          "Balls of six colours lie in a tray. The agent takes one of them in each step. The first "
          "ball of another colour than the first one ends the episode. The agent should take all "
          "balls of the colour of which there are most.\n\n"
          "The number of balls is drawn anew for each episode, from 3 to 32, every number equally "
          "often. Each ball has one of the colours with equal probability.",
      .features = {{"orange", "1 if the ball is orange, else 0."},
                   {"sky_blue", "1 if the ball is sky blue, else 0."},
                   {"green", "1 if the ball is green, else 0."},
                   {"yellow", "1 if the ball is yellow, else 0."},
                   {"vermillion", "1 if the ball is vermillion, else 0."},
                   {"purple", "1 if the ball is purple, else 0."},
                   {"taken", "1 if the ball has been taken, else 0. It stays in view."}},
      .actions = {{"take", "The ball that is taken. Balls that have been taken are not allowed."}},
      .reward =
          "0 until the end. There, the number of balls taken that have the colour of the first, "
          "divided by the number of balls of the most frequent colour: 1 if all of these were "
          "taken.",
      .ends =
          "When a ball of another colour than the first is taken: other_color (terminated). "
          "This is also the end of a perfect episode, since something must be taken after the "
          "last ball of a colour. When all balls are taken and have one colour: all_taken "
          "(terminated).",
      .source =
          "PickMatchingBalls of Entity Gym (Clemens Winter 2022), "
          "github.com/entity-neural-network/entity-gym, "
          "entity_gym/examples/pick_matching_balls.py.",
      .differences =
          "The number of balls is random and the colour is given as six features of 0 and 1: "
          "there, these are the options randomize and one_hot, which are off by default. Without "
          "one_hot, the original gives the number of the colour six times. Set balls_min = 32 for "
          "the original's fixed number. The random numbers are others."};
}

}  // namespace

void add_matching_balls(Registry& registry) {
  registry.add({.id = "matching-balls",
                .summary = "Take all balls of the most frequent colour, and no other before them.",
                .options = matching_balls_options(),
                .make = make_matching_balls,
                .manual = matching_balls_manual()});
}

}  // namespace saccade
