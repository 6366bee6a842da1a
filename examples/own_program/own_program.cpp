// Saccade inside a program of one's own: an environment, its training, and play by what was
// learned.
//
//   cmake -S . -B build && cmake --build build
//   build/own_program train 300000          # About half a minute.
//   build/own_program play runs/juggler-1
//
// Saccade is installed, or -Dsaccade_DIR=... says where it is.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "experiments/embed/own_training.h"
#include "experiments/embed/trained_policy.h"

namespace {

using namespace saccade;

// Balls fall into a box one unit wide; a paddle at its floor is to be under each when it lands.
class Juggler : public Environment {
 public:
  Juggler() {
    spec_.id = "juggler";
    spec_.max_steps = 200;
    spec_.reward_low = -4;  // All four balls may land at once.
    spec_.reward_high = 4;
    AgentKind& agent = spec_.kinds.front();
    agent.observation.types = {{.name = "self", .features = {"x"}, .fixed_count = 1},
                               {.name = "ball", .features = {"dx", "height", "speed"}}};
    agent.action.heads = {CategoricalHead{"move", {"left", "stay", "right"}}};
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    x_ = 0.5F;
    steps_ = 0;
    next_id_ = 1;  // 0 is the paddle.
    for (Ball& ball : balls_) ball = throw_ball();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    x_ = std::clamp(x_ + 0.04F * (actions[0] - 1), 0.0F, 1.0F);
    rewards[0] = 0;
    for (Ball& ball : balls_) {
      ball.height -= ball.speed;
      if (ball.height > 0) continue;
      rewards[0] += std::abs(ball.x - x_) < 0.08F ? 1.0F : -1.0F;
      ball = throw_ball();
    }
    return {.truncated = ++steps_ == spec_.max_steps};
  }

  void observe(int /*agent*/, Observation& seen) const override {
    seen.add(0, 0, {x_}, {x_, 0});
    for (const Ball& ball : balls_)
      seen.add(1, ball.id, {ball.x - x_, ball.height, 50 * ball.speed}, {ball.x, ball.height});
  }

  void draw(Scene& scene) const override {
    scene.add(Line{{x_ - 0.08F, 0.01F}, {x_ + 0.08F, 0.01F}, 0.02F}, {90, 160, 250}, 0);
    for (const Ball& ball : balls_)
      scene.add(Circle{{ball.x, ball.height}, 0.02F}, {250, 190, 90}, ball.id);
  }

 private:
  struct Ball {
    EntityId id;
    float x, height, speed;
  };

  Ball throw_ball() {
    const auto draw = [this](double low, double high) {
      return static_cast<float>(rng_.uniform(low, high));
    };
    const float x = draw(0.05, 0.95), height = draw(0.8, 1.6);
    return {next_id_++, x, height, draw(0.01, 0.03)};
  }

  EnvironmentSpec spec_;
  Rng rng_;
  float x_ = 0.5F;
  int steps_ = 0;
  EntityId next_id_ = 1;
  Ball balls_[4] = {};
};

std::unique_ptr<Environment> make_juggler(const Options& /*options*/) {
  return std::make_unique<Juggler>();
}

void train_juggler(const std::string& steps) {
  const auto report = [](const TrainingStatus& status) {
    std::printf("\rstep %lld of %lld, return %.1f ", static_cast<long long>(status.step),
                static_cast<long long>(status.total_steps), status.return_mean);
    std::fflush(stdout);
    return true;  // Goes on.
  };
  const auto run = train({.environment = {"juggler", "Catches balls.", {}, make_juggler},
                          .settings = {"steps=" + steps, "rollout.gamma=0.95"},
                          .on_update = report});
  std::printf("\nthe run is %s\n", run.c_str());
}

// What a game does: a policy, a world of its own, and at each step the most attended entity.
void play_juggler(const std::string& run) {
  TrainedPolicy policy(run);
  Juggler world;
  world.reset(7);
  policy.begin_episode();
  float total = 0;
  for (bool ended = false; !ended;) {
    Observation seen = policy.observation();
    world.observe(0, seen);
    const Decision decision = policy.decide(seen);
    float reward = 0;
    ended = world.step(decision.action, {&reward, 1}).truncated;
    total += reward;
    if (reward == 0) continue;
    const AttentionWeights& attention = decision.attention;
    std::size_t most = 1;
    for (std::size_t i = 2; i < attention.ids.size(); ++i) {
      if (attention.weights[i] > attention.weights[most]) most = i;
    }
    std::printf("reward %+.0f; it looked at ball %d\n", reward, attention.ids[most]);
  }
  std::printf("return %.0f\n", total);
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count == 3 && std::string(words[1]) == "train") return train_juggler(words[2]), 0;
    if (count == 3 && std::string(words[1]) == "play") return play_juggler(words[2]), 0;
    std::fprintf(stderr, "usage: own_program train STEPS | play RUN\n");
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
