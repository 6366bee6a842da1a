#include <catch2/catch.hpp>
#include <cmath>

#include "agents/algorithms/gae.h"
#include "agents/learner_impl.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

constexpr float kGamma = 0.9F;
constexpr float kLambda = 0.5F;

/// A learner that has collected one rollout, in one shard.
std::unique_ptr<Learner::Impl> collected(bool scale_rewards) {
  const EnvironmentFactory factory = testing::factory_of<testing::Seek>();
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.rollout.envs = 4;
  config.rollout.horizon = 64;
  config.rollout.gamma = kGamma;
  config.rollout.gae_lambda = kLambda;
  config.rollout.scale_rewards = scale_rewards;
  auto learner = std::make_unique<Learner::Impl>(factory, factory()->spec(), config, 1000, 1, 1);
  learner->take_rollout();
  learner->estimate_targets();
  REQUIRE(learner->shards.size() == 1);
  return learner;
}

TEST_CASE("a rollout's advantages use the discount and lambda of the configuration") {
  const auto learner = collected(false);
  const RolloutShard& shard = learner->shards[0];
  const RolloutRecord& record = shard.kind(0).record();
  Targets expected(shard.kind(0).samples());
  generalised_advantages({shard.kind(0).record().columns, record.rewards, record.values,
                          record.next_values, record.ended},
                         {kGamma, kLambda}, expected);
  CHECK(learner->kinds[0].targets(0).advantages == expected.advantages);
  CHECK(learner->kinds[0].targets(0).returns == expected.returns);
}

TEST_CASE("scaled rewards are divided by the deviation of the discounted returns") {
  const auto plain = collected(false);
  const auto scaled = collected(true);
  const auto& [count, sum, squares] = plain->shards[0].kind(0).return_sums();
  const double mean = sum / count;
  const double deviation = std::sqrt(squares / count - mean * mean);
  REQUIRE(std::abs(deviation - 1) > 0.05);  // Else dividing by the variance would look the same.
  const std::vector<float>& rewards = plain->shards[0].kind(0).record().rewards;
  for (std::size_t i = 0; i < rewards.size(); ++i) {
    const double expected = static_cast<double>(rewards[i]) / deviation;
    CHECK(static_cast<double>(scaled->shards[0].kind(0).record().rewards[i]) ==
          Approx(expected).epsilon(1e-5).margin(1e-7));
  }
}

}  // namespace
}  // namespace saccade
