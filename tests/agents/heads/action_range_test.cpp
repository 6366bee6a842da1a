#include "agents/heads/action_range.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "agents/evaluate.h"
#include "agents/learner.h"
#include "agents/policy/actor.h"
#include "agents/policy/policy_network.h"
#include "envs/core/random.h"

namespace saccade {
namespace {

ContinuousHead head_of(float low, float high) {
  return {"a", {"a"}, {low}, {high}};
}

float limited(float low, float high, float u) {
  return ActionRange(head_of(low, high), 0).limited(u);
}

TEST_CASE("an action's range is spanned by [-1, 1], its ends and its middle exact") {
  const std::vector<std::pair<float, float>> ranges = {
      {0, 1},           {-1, 1},
      {-2, 2},          {0.1F, 0.3F},
      {-1, 0.7F},       {1000, 1001},
      {-1e30F, 1e-30F}, {-std::numeric_limits<float>::max(), std::numeric_limits<float>::max()}};
  for (const auto& [low, high] : ranges) {
    CAPTURE(low, high);
    CHECK(limited(low, high, -1) == low);
    CHECK(limited(low, high, 1) == high);
    CHECK(limited(low, high, -7.5F) == low);
    CHECK(limited(low, high, 7.5F) == high);
    const double middle = (static_cast<double>(low) + static_cast<double>(high)) / 2;
    CHECK(limited(low, high, 0) == static_cast<float>(middle));
    float before = low;
    for (int i = -1000; i <= 1000; ++i) {
      const float value = limited(low, high, static_cast<float>(i) / 1000);
      if (value < before || value > high) FAIL("at " << i << " found " << value);
      before = value;
    }
  }
  CHECK(limited(0, 1, 0.5F) == 0.75F);
  CHECK(limited(10, 30, -0.25F) == 17.5F);
}

TEST_CASE("an action in [-1, 1] is the policy's number itself, and in [-2, 2] its double") {
  Rng rng(3);
  for (int i = 0; i < 1000; ++i) {
    const auto u = static_cast<float>(rng.uniform(-1, 1));
    CHECK(limited(-1, 1, u) == u);
    CHECK(limited(-2, 2, u) == 2 * u);
  }
}

TEST_CASE("only continuous heads of an action are mapped") {
  const ActionSpace space{{CategoricalHead{"move", {"a", "b"}},
                           ContinuousHead{"push", {"x", "y"}, {0, -3}, {1, 5}},
                           SelectEntityHead{"pick", {0}}}};
  const std::vector<float> chosen = {1, 0, 2, -1};
  std::vector<float> action(4);
  const ObservationSpace observation{{{"self", {"x"}, 1}}};
  const PolicyNetwork<float> network(observation, space, PolicyConfig{});
  network.to_environment(chosen, action);
  CHECK(action == std::vector<float>{1, 0.5F, 5, -1});
}

/// Open the valve as far as told, 8 times: the reward is 1 less four times the square of what the
/// opening, from 0 at `low` to 1 at `high`, is wrong by.
class Valve : public Environment {
 public:
  Valve(float low, float high) : low_(low), high_(high) {
    spec_.id = "valve";
    spec_.kinds[0].observation.types = {{"self", {"wanted"}, 1}};
    spec_.kinds[0].action.heads = {head_of(low, high)};
    spec_.max_steps = 8;
    spec_.reward_low = -3;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    want();
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const float error = (actions[0] - low_) / (high_ - low_) - wanted_;
    rewards[0] = 1 - 4 * error * error;
    want();
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {wanted_});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  void want() { wanted_ = static_cast<float>(rng_.uniform(0, 1)); }

  float low_, high_;
  EnvironmentSpec spec_;
  Rng rng_;
  float wanted_ = 0;
  int steps_ = 0;
};

PolicyConfig valve_policy() {
  PolicyConfig policy;
  policy.encoder = {.kind = nn::EncoderKind::kMlp, .width = 16};
  policy.heads.initial_log_std = -0.5F;
  return policy;
}

// Mean reward of a step after 40,000 steps of training.
double learned(float low, float high) {
  const EnvironmentFactory factory = [=] { return std::make_unique<Valve>(low, high); };
  LearnerConfig config;
  config.policy = valve_policy();
  config.rollout.horizon = 32;
  config.optimiser.learning_rate = 5e-3F;
  config.algorithm.options.set("entropy_coefficient", 0);
  config.algorithm.options.set("entropy_coefficient_final", 0);
  Learner learner(factory, config, 40000, 1, 1);
  while (learner.steps() < 40000) learner.update();
  double sum = 0;
  const Evaluation evaluation =
      evaluate(&learner.policies(), factory, spec_of(factory), {.episodes = 100, .seed = 1000});
  for (const EpisodeSummary& episode : evaluation.episodes) sum += episode.mean_return();
  return sum / static_cast<double>(evaluation.steps);
}

TEST_CASE("a world is learned equally well whatever the range of its actions") {
  const double symmetric = learned(-1, 1);
  const double one_sided = learned(0, 1);
  const double far_away = learned(10, 30);
  CAPTURE(symmetric, one_sided, far_away);
  CHECK(symmetric > 0.97);
  CHECK(one_sided > symmetric - 0.01);
  CHECK(far_away > symmetric - 0.01);
}

TEST_CASE("people see continuous actions in the environment's units") {
  Valve valve(10, 30);
  valve.reset(1);
  const EnvironmentSpec& spec = valve.spec();
  const Policy policy(spec.kinds[0].observation, spec.kinds[0].action, valve_policy(), 1);
  Observation seen(spec.kinds[0].observation, spec.kinds[0].action);
  valve.observe(0, seen);
  Actor actor(policy);
  const Decision decision = actor.decide(seen, nullptr);
  const HeadDecision& head = decision.heads.at(0);
  CHECK(head.std.at(0) == Approx(10 * std::exp(-0.5)));  // In units of half the range.
  CHECK(head.mean.at(0) == Approx(20).margin(1));
  CHECK(decision.action.at(0) == head.mean.at(0));
}

}  // namespace
}  // namespace saccade
