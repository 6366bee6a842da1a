// Learning with exploration that lasts (policy.continuous.deviation = gsde): alone, of several
// kinds of agents, with memory, with a central critic and with separate parameters.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "agents/exploring.h"
#include "agents/learner_impl.h"
#include "agents/relay_environment.h"
#include "envs/wrappers/separate_agents.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::check_equal;
using testing::exploring_learner;
using testing::factory_of;
using testing::Relay;
using testing::Workshop;

TEST_CASE("an episode's noise is drawn once, when it begins", "[learner]") {
  const LearnerConfig config = exploring_learner(0);
  const EnvironmentFactory factory = factory_of<Relay>();
  Learner::Impl learner(factory, factory()->spec(), config, 1'000'000, 1, 1);
  for (int update = 0; update < 2; ++update) {
    learner.update();
    for (const RolloutShard& shard : learner.shards) {
      for (std::size_t env = 0; env < shard.running().runners.size(); ++env) {
        const EpisodeRunner& runner = shard.running().runners[env];
        for (std::size_t agent = 0; agent < Relay::kRunners; ++agent) {
          const HeldNoise& held = shard.kind(0).state().noise[env * Relay::kRunners + agent];
          const bool present = runner.is_present(static_cast<int>(agent));
          // Runner 2 comes in at step 3.
          const int steps = std::max(0, runner.length() - (agent == 2 ? 3 : 0));
          CHECK(held.age() == static_cast<std::uint64_t>(present ? steps : 0));
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("until the first step all ratios are one with noise that is held", "", Cards,
                   Relay) {
  LearnerConfig config = exploring_learner(5);
  config.policy.critic = GENERATE(CriticScope::kOwn, CriticScope::kCentral);
  config.algorithm.options.set("epochs", 1);
  config.algorithm.options.set("minibatches", 1);
  Learner learner(factory_of<TestType>(), config, 1'000'000, 1, 1);
  for (int update = 0; update < 3; ++update) {
    const UpdateMetrics metrics = learner.update();
    CHECK(std::abs(metrics["approx_kl"]) < 1e-6);
    CHECK(metrics["clip_fraction"] == 0);
  }
}

TEMPLATE_TEST_CASE("exploration is bit-identical for 1 and 3 threads", "[threads]", Cards, Relay) {
  LearnerConfig config = exploring_learner(5);
  config.policy.critic = GENERATE(CriticScope::kOwn, CriticScope::kCentral);
  Learner one(factory_of<TestType>(), config, 4000, 1, 1);
  Learner three(factory_of<TestType>(), config, 4000, 1, 3);
  for (int i = 0; i < 2; ++i) {
    one.update();
    three.update();
  }
  check_equal(one.save(), three.save());
}

TEMPLATE_TEST_CASE("a restored learner goes on with the noise that was held", "[learner]", Cards,
                   Relay) {
  const auto* algorithm = GENERATE("ppo", "vtrace");  // The latter collects ahead.
  const auto* memory = GENERATE("none", "gru");
  const LearnerConfig config = exploring_learner(GENERATE(0, 5), algorithm, memory);
  Learner whole(factory_of<TestType>(), config, 100'000, 1, 1);
  for (int i = 0; i < 2; ++i) whole.update();
  const TensorMap saved = whole.save();
  Learner resumed(factory_of<TestType>(), config, 100'000, 1, 2);
  resumed.restore(saved);
  for (int i = 0; i < 2; ++i) {
    whole.update();
    resumed.update();
  }
  check_equal(whole.save(), resumed.save());
  TensorMap other = saved;
  auto noise = read_tensor<std::uint64_t>(saved, "learner.env.noise");
  for (std::size_t i = 0; i < noise.size(); i += 2) noise[i] += 1;
  other["learner.env.noise"].assign(noise);
  resumed.restore(other);
  for (int i = 0; i < 2; ++i) resumed.update();
  const std::string moments = "learner.adam.first_moment";
  CHECK_FALSE((resumed.save().at(moments).bytes == whole.save().at(moments).bytes));
  other.erase("learner.env.noise");
  CHECK_THROWS_WITH(resumed.restore(other),
                    Catch::Equals("checkpoint: tensor 'learner.env.noise' is missing"));
}

/// Learns in a workshop whose rollouts end with noise that is held, the same on any number of
/// threads and after a resume; returns what there is to save.
TensorMap learned_in_workshop(const EnvironmentFactory& factory, const LearnerConfig& config) {
  const auto make = [&](int threads) { return Learner(factory, config, 100'000, 1, threads); };
  testing::check_threads_and_resume(make);
  Learner learner = make(1);
  learner.update();
  return learner.save();
}

TEST_CASE("of several kinds those hold noise that have continuous actions", "[threads]") {
  const auto* memory = GENERATE("none", "gru");
  const TensorMap saved = learned_in_workshop(testing::workshop(true),
                                              exploring_learner(GENERATE(0, 3), "ppo", memory));
  CHECK(read_tensor<std::uint64_t>(saved, "porter.learner.env.noise").size() == 40 * 2 * 2);
  CHECK_FALSE(saved.contains("picker.learner.env.noise"));
  // Rollouts of 29 steps end in the sixth step of an episode.
  CHECK(read_tensor<std::uint64_t>(saved, "porter.learner.env.noise").at(1) > 0);
}

TEST_CASE("agents with separate parameters each hold noise of their own policy", "[threads]") {
  LearnerConfig config = exploring_learner(0);
  config.policy.parameters = ParameterSharing::kSeparate;
  const EnvironmentFactory factory = [] {
    return separate_agents(std::make_unique<Workshop>(true));
  };
  const TensorMap saved = learned_in_workshop(factory, config);
  const auto first = read_tensor<std::uint64_t>(saved, "porter_0.learner.env.noise");
  const auto second = read_tensor<std::uint64_t>(saved, "porter_1.learner.env.noise");
  CHECK(first.size() == 40 * 2);
  CHECK(first[1] == 5);   // Steps since the episode began, ...
  CHECK(second[1] == 3);  // ... and since the second porter came.
  CHECK(first[0] != second[0]);
  const std::string sigma = ".policy.head.lean.log_std";
  CHECK((saved.at("porter_0" + sigma).bytes != saved.at("porter_1" + sigma).bytes));
}

TEST_CASE("agents with a central critic learn and go on exactly with held noise", "[threads]") {
  LearnerConfig config = exploring_learner(GENERATE(0, 3));
  config.policy.critic = CriticScope::kCentral;
  const TensorMap saved = learned_in_workshop(testing::workshop(true), config);
  CHECK(saved.contains("porter.value.team.attention.key.weight"));
  CHECK(saved.contains("porter.policy.head.lean.log_std"));
}

}  // namespace
}  // namespace saccade
