#include "agents/learner.h"
#include "agents/relay_environment.h"

#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <vector>

#include "agents/small_learner.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::check_equal;
using testing::factory_of;
using testing::Lookout;
using testing::make_learner;
using testing::mean_return;
using testing::Relay;
using testing::returns_of;
using testing::Seek;
using testing::small_config;
using testing::small_policy;

TEMPLATE_TEST_CASE("learning is bit-identical for 1, 2 and 4 threads", "[threads]", Seek, Cards,
                   Lookout, Relay) {
  Learner one = make_learner(factory_of<TestType>(), 1);
  Learner two = make_learner(factory_of<TestType>(), 2);
  Learner four = make_learner(factory_of<TestType>(), 4);
  for (int i = 0; i < 3; ++i) {
    const UpdateMetrics metrics = one.update();
    CHECK(two.update()["policy_loss"] == metrics["policy_loss"]);
    CHECK(four.update()["grad_norm"] == metrics["grad_norm"]);
  }
  check_equal(one.save(), two.save());
  check_equal(one.save(), four.save());
  const std::vector<double> episodes = returns_of(one.take_episodes());
  CHECK(episodes.size() > 20);
  CHECK(returns_of(two.take_episodes()) == episodes);
  CHECK(returns_of(four.take_episodes()) == episodes);
}

TEST_CASE("another seed learns something else") {
  Learner a = make_learner(factory_of<Seek>(), 1, 1);
  Learner b = make_learner(factory_of<Seek>(), 1, 2);
  CHECK(a.update()["policy_loss"] != b.update()["policy_loss"]);
}

/// Seek under another name for one of its types.
class Relabelled : public Seek {
 public:
  const EnvironmentSpec& spec() const override { return spec_; }
  void rename(const std::string& from, const std::string& to) {
    for (EntityType& type : spec_.kinds[0].observation.types) {
      if (type.name == from) type.name = to;
    }
  }

 private:
  EnvironmentSpec spec_ = Seek().spec();
};

TEST_CASE("a learner refuses environments that describe themselves differently") {
  int made = 0;
  const auto factory = [&made] {
    auto environment = std::make_unique<Relabelled>();
    if (++made > 5) environment->rename("target", "goal");
    return environment;
  };
  CHECK_THROWS_WITH(make_learner(factory, 1),
                    Catch::Contains("entity type target, name: found goal, was target in the first "
                                    "instance"));
}

TEST_CASE("a learner checks its configuration") {
  LearnerConfig config = small_config();
  const auto check_refused = [&config](const std::string& message) {
    CHECK_THROWS_WITH(Learner(factory_of<Seek>(), config, 100, 1, 1), Catch::Contains(message));
  };
  config.algorithm.options.set("minibatches", 1281);
  check_refused("ppo.minibatches: found 1281, wanted at most the 1280 samples");
  CHECK_THROWS_WITH(config.algorithm.options.set("minibatches", 0),
                    Catch::Contains("minibatches: found 0"));
  config = small_config();
  config.rollout.envs = 2'000'000'000;
  config.rollout.horizon = 2'000'000'000;
  check_refused("rollout.envs x rollout.horizon x agents: found 2000000000 x 2000000000 x 1");
  config = small_config();
  config.rollout.shards = 0;
  check_refused("rollout.shards: found 0, wanted at least 1");
  config.rollout.shards = 64;
  config.rollout.envs_per_shard = 0;
  check_refused("rollout.envs_per_shard: found 0, wanted at least 1");
  config = small_config();
  config.optimiser.gradient_shards = 0;
  check_refused("optimiser.gradient_shards: found 0, wanted at least 1");
}

TEST_CASE("an update stops when the target divergence is left behind") {
  LearnerConfig config = small_config();
  config.optimiser.learning_rate = 0.05F;
  config.algorithm.options.set("epochs", 10);
  const auto steps_with = [&config](double target) {
    config.algorithm.options.set("target_kl", target);
    Learner learner(factory_of<Seek>(), config, 100000, 1, 1);
    learner.update();
    return read_tensor<std::int64_t>(learner.save(), "learner.adam.steps").at(0);
  };
  CHECK(steps_with(0) == 20);  // Ten epochs of two minibatches.
  CHECK(steps_with(0.01) < 20);
}

/// Emits features so large that the value overflows.
class Overflowing : public Seek {
 public:
  void observe(int agent, Observation& observation) const override {
    Seek::observe(agent, observation);
    observation.clear();
    observation.add(0, 0, {3e38F, 3e38F});
    observation.add(1, 1, {-3e38F, 3e38F});
    observation.set_mask(0, std::array<std::uint8_t, 4>{1, 1, 1, 1});
  }
};

TEST_CASE("numbers that are not finite stop the learner with a clear error") {
  LearnerConfig config = small_config();
  config.policy.encoder.kind = nn::EncoderKind::kMeanPool;
  config.policy.normalise_observations = false;
  Learner learner(factory_of<Overflowing>(), config, 1000, 1, 1);
  CHECK_THROWS_WITH(learner.update(), Catch::Contains("wanted") && Catch::Contains("finite"));
}

// Of PPO with its own defaults.
LearnerConfig learning_config(float learning_rate) {
  LearnerConfig config;
  config.policy = small_policy();
  config.rollout.horizon = 32;
  config.optimiser.learning_rate = learning_rate;
  return config;
}

TEST_CASE("a policy learns to walk to the target among decoys") {
  Learner learner(factory_of<Seek>(), learning_config(2e-3F), 40000, 3, 1);
  while (learner.steps() < 40000) learner.update();
  // The mean distance to the target at the start is about 1.04, of which all but 0.2 can be gained.
  CHECK(mean_return<Seek>(nullptr, true) < 0.35);
  CHECK(mean_return<Seek>(&learner.policies(), false) > 0.7);
}

TEST_CASE("a policy learns to pick the best card and to aim") {
  LearnerConfig config = learning_config(2e-3F);
  config.policy.heads.initial_log_std = -0.5F;
  Learner learner(factory_of<Cards>(), config, 40000, 3, 1);
  while (learner.steps() < 40000) learner.update();
  // Per step, random play gains about 0.42 - 0.55; the best card and a perfect aim 0.58.
  const double random = mean_return<Cards>(nullptr, true) / 8.5;
  CHECK(random < 0.1);
  CHECK(mean_return<Cards>(&learner.policies(), false) / 8.5 > 0.4);
}

TEST_CASE("a policy learns from rays and pictures of which any may be missing") {
  Learner learner(factory_of<Lookout>(), learning_config(3e-3F), 40000, 3, 1);
  while (learner.steps() < 40000) learner.update();
  CHECK(mean_return<Lookout>(nullptr, true) < 0.4 * 8);
  CHECK(mean_return<Lookout>(&learner.policies(), false) > 0.9 * 8);
}

}  // namespace
}  // namespace saccade
