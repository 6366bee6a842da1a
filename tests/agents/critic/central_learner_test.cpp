// Learning with a central critic: what it explains, and that it is exact.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "agents/learner.h"
#include "agents/relay_environment.h"
#include "agents/small_learner.h"
#include "envs/wrappers/separate_agents.h"
#include "nn/memory/memory_kinds.h"
#include "support/crew.h"
#include "support/environment_contract.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::Crew;
using testing::factory_of;
using testing::LateCrew;
using testing::Relay;

LearnerConfig central(const std::string& memory, const std::string& algorithm) {
  LearnerConfig config = testing::small_config();
  config.policy.critic = CriticScope::kCentral;
  config.policy.memory.kind = nn::find_memory_kind(memory);
  if (memory != "none") config.policy.memory_sequence = 8;
  config.rollout.horizon = 20;
  if (algorithm != "ppo") config.algorithm = AlgorithmConfig(algorithm);
  return config;
}

LearnerConfig generate_config() {
  return central(GENERATE(as<std::string>{}, "none", "gru"),
                 GENERATE(as<std::string>{}, "ppo", "vtrace"));
}

TEST_CASE("the crew keeps the contract of environments") {
  testing::check_contract(factory_of<Crew>());
  testing::check_contract(factory_of<LateCrew>());
}

TEMPLATE_TEST_CASE("a central critic learns the same on any number of threads", "[threads]", Crew,
                   LateCrew, Relay) {
  const LearnerConfig config = generate_config();
  Learner one(factory_of<TestType>(), config, 4000, 1, 1);
  Learner five(factory_of<TestType>(), config, 4000, 1, 5);
  for (int i = 0; i < 3; ++i) {
    const UpdateMetrics metrics = one.update(), others = five.update();
    for (const Metric& metric : metrics.values) CHECK(others[metric.name] == metric.value);
  }
  check_equal(one.save(), five.save());
}

TEMPLATE_TEST_CASE("a restored learner with a central critic continues exactly", "", Crew, LateCrew,
                   Relay) {
  const LearnerConfig config = generate_config();
  Learner whole(factory_of<TestType>(), config, 4000, 1, 2);
  whole.update();
  whole.update();
  Learner resumed(factory_of<TestType>(), config, 4000, 1, 1);
  resumed.restore(whole.save());
  whole.update();
  resumed.update();
  check_equal(whole.save(), resumed.save());
}

TEST_CASE("each of several kinds has a central critic of its own agents", "[threads]") {
  LearnerConfig config = central("none", "ppo");
  config.rollout.horizon = 24;
  Learner one(testing::workshop(true), config, 4000, 1, 1);
  Learner three(testing::workshop(true), config, 4000, 1, 3);
  for (int i = 0; i < 2; ++i) {
    one.update();
    three.update();
  }
  check_equal(one.save(), three.save());
  CHECK(one.policies().tensors().contains("porter.value.team.attention.key.weight"));
  CHECK(one.policies().tensors().contains("picker.value.team.attention.key.weight"));
}

/// Of the returns in the last quarter of a short training, after PPO with returns of whole
/// episodes.
double explained_variance(CriticScope critic, std::uint64_t seed) {
  constexpr int kUpdates = 24;
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.policy.critic = critic;
  config.rollout = {.envs = 32, .horizon = 32, .gae_lambda = 1};
  config.optimiser.learning_rate = 3e-3F;
  Learner learner(factory_of<Crew>(), config, 32 * 32 * kUpdates, seed, 2);
  double sum = 0;
  for (int i = 0; i < kUpdates; ++i) {
    const double explained = learner.update()["explained_variance"];
    if (i >= kUpdates * 3 / 4) sum += explained;
  }
  return 4 * sum / kUpdates;
}

TEST_CASE("a central critic explains returns that depend on what the others know") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const double own = explained_variance(CriticScope::kOwn, seed);
    const double central = explained_variance(CriticScope::kCentral, seed);
    CAPTURE(seed, own, central);
    CHECK(central > own + 0.25);
    CHECK(central > 0.7);
  }
}

TEST_CASE(
    "a learner refuses separate parameters of agents of one kind, and a central critic of them") {
  LearnerConfig config = central("none", "ppo");
  config.policy.parameters = ParameterSharing::kSeparate;
  CHECK_THROWS_WITH(
      Learner([] { return separate_agents(std::make_unique<Crew>()); }, config, 4000, 1, 1),
      Catch::Contains("policy.critic: found central, wanted own with "
                      "policy.parameters = separate"));
  config.policy.critic = CriticScope::kOwn;
  CHECK_THROWS_WITH(Learner(factory_of<Crew>(), config, 4000, 1, 1),
                    Catch::Contains("policy.parameters: found separate, wanted shared, or an "
                                    "environment whose agents are each of a kind of their own"));
}

TEST_CASE("agents with separate parameters learn each by itself", "[threads]") {
  LearnerConfig config = testing::small_config();
  config.policy.parameters = ParameterSharing::kSeparate;
  const EnvironmentFactory crew = [] { return separate_agents(std::make_unique<Crew>()); };
  Learner one(crew, config, 4000, 1, 1);
  Learner three(crew, config, 4000, 1, 3);
  const TensorMap before = one.policies().tensors();
  const UpdateMetrics metrics = one.update();
  three.update();
  check_equal(one.save(), three.save());
  CHECK(metrics["agent_0.grad_norm"] != metrics["agent_3.grad_norm"]);
  const TensorMap after = one.policies().tensors();
  const auto weights = [](const TensorMap& tensors, const std::string& agent) {
    return tensors.at(agent + ".policy.head.answer.weight").bytes;
  };
  for (const std::string agent : {"agent_0", "agent_1", "agent_2", "agent_3"}) {
    CHECK(weights(after, agent) != weights(before, agent));
  }
  CHECK(weights(before, "agent_0") != weights(before, "agent_3"));
  CHECK_FALSE(after.contains("policy.head.answer.weight"));
}

TEST_CASE("more minibatches than teams are refused by name") {
  LearnerConfig config = central("none", "ppo");
  config.algorithm.options.set("minibatches", 801);  // 40 environments, 20 steps.
  CHECK_THROWS_WITH(Learner(factory_of<Crew>(), config, 4000, 1, 1),
                    "ppo.minibatches: found 801, wanted at most the 800 samples of a rollout, "
                    "those of a team counting as one (policy.critic = central)");
  config.policy.critic = CriticScope::kOwn;
  CHECK_NOTHROW(Learner(factory_of<Crew>(), config, 4000, 1, 1));
}

}  // namespace
}  // namespace saccade
