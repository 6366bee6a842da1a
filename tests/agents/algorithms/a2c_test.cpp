#include <catch2/catch.hpp>

#include "agents/algorithms/algorithms.h"
#include "agents/learner_impl.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::factory_of;
using testing::mean_return;
using testing::returns_of;
using testing::Seek;

constexpr LossInput<double> kSample = {.log_prob = -2,
                                       .entropy = 1.5,
                                       .value = 3,
                                       .old_log_prob = -1,
                                       .old_value = 2,
                                       .advantage = 4,
                                       .target_return = 1};

TEST_CASE("the loss of A2C is what one computes by hand") {
  AlgorithmConfig config("a2c");
  config.options.set("value_coefficient", 0.25);
  config.options.set("entropy_coefficient", 0.125);
  const std::unique_ptr<Algorithm> a2c = make_algorithm(config);
  MetricSums sums;
  const LossGradient<double> gradient = a2c->loss(kSample, 0.5, sums);
  CHECK(gradient.by_log_prob == -0.5 * 4);
  CHECK(gradient.by_entropy == -0.5 * 0.125);
  CHECK(gradient.by_value == 0.5 * 0.25 * (3 - 1));
  CHECK(sums.values[0] == 4 * 2);        // -A log pi
  CHECK(sums.values[1] == (3 - 1) * 1);  // (V - R)^2 / 2
  CHECK(sums.values[2] == 1.5);
  a2c->loss(kSample, 0.5, sums);
  CHECK(sums.values[0] == 16);
}

TEST_CASE("A2C asks only what the policy says now") {
  const std::unique_ptr<Algorithm> a2c = make_algorithm(AlgorithmConfig("a2c"));
  LossInput<double> older = kSample;
  older.old_log_prob = -7;
  older.old_value = -5;
  MetricSums sums, same;
  const LossGradient<double> gradient = a2c->loss(kSample, 1.0, sums);
  const LossGradient<double> again = a2c->loss(older, 1.0, same);
  CHECK(again.by_log_prob == gradient.by_log_prob);
  CHECK(again.by_value == gradient.by_value);
  CHECK(same.values == sums.values);
}

TEST_CASE("A2C's entropy bonus goes linearly from its first to its last value") {
  AlgorithmConfig config("a2c");
  config.options.set("entropy_coefficient", 0.25);
  config.options.set("entropy_coefficient_final", 0.75);
  const std::unique_ptr<Algorithm> a2c = make_algorithm(config);
  MetricSums ignored;
  CHECK(a2c->loss(kSample, 1.0, ignored).by_entropy == -0.25);
  a2c->set_progress(0.5F);
  CHECK(a2c->loss(kSample, 1.0, ignored).by_entropy == -0.5);
  a2c->set_progress(1);
  CHECK(a2c->loss(kSample, 1.0, ignored).by_entropy == -0.75);
}

/// Short rollouts, as many more of them.
LearnerConfig a2c_config() {
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.rollout.horizon = 8;
  config.algorithm = AlgorithmConfig("a2c");
  return config;
}

TEST_CASE("A2C's policy loss is of advantages as they were estimated") {
  const EnvironmentFactory factory = factory_of<Seek>();
  Learner::Impl learner(factory, factory()->spec(), a2c_config(), 1000, 1, 1);
  const UpdateSchedule schedule = learner.begin_update();
  learner.take_rollout();
  learner.estimate_targets();
  double expected = 0, samples = 0;
  for (std::size_t s = 0; s < learner.shards.size(); ++s) {
    const std::vector<float>& log_probs = learner.shards[s].kind(0).record().log_probs;
    for (std::size_t i = 0; i < log_probs.size(); ++i) {
      expected -= static_cast<double>(learner.kinds[0].targets(s).advantages[i] * log_probs[i]);
      ++samples;
    }
  }
  const std::vector<double> metrics = learner.kinds[0].update(schedule, learner.pool);
  CHECK(samples == 32 * 8);
  CHECK(metrics[0] == Approx(expected / samples).epsilon(1e-4));
  TensorMap saved;
  learner.kinds[0].save(saved);
  CHECK(read_tensor<std::int64_t>(saved, "learner.adam.steps")[0] ==
        1);  // One step of the optimiser per rollout.
}

TEST_CASE("A2C learns the same for 1 and 3 threads and after a resume", "[threads]") {
  Learner one(factory_of<Seek>(), a2c_config(), 4000, 1, 1);
  Learner three(factory_of<Seek>(), a2c_config(), 4000, 1, 3);
  Learner resumed(factory_of<Seek>(), a2c_config(), 4000, 1, 2);
  const auto update_both = [&] { CHECK(three.update()["grad_norm"] == one.update()["grad_norm"]); };
  for (int i = 0; i < 3; ++i) update_both();
  resumed.restore(one.save());
  one.take_episodes();
  three.take_episodes();
  for (int i = 0; i < 3; ++i) {
    update_both();
    resumed.update();
  }
  check_equal(one.save(), three.save());
  check_equal(one.save(), resumed.save());
  const std::vector<double> episodes = returns_of(one.take_episodes());
  CHECK(returns_of(three.take_episodes()) == episodes);
  CHECK(returns_of(resumed.take_episodes()) == episodes);
}

TEST_CASE("A2C learns to walk to the target among decoys") {
  LearnerConfig config = a2c_config();
  config.optimiser.learning_rate = 4e-3F;
  Learner learner(factory_of<Seek>(), config, 80000, 3, 1);
  while (learner.steps() < 80000) learner.update();
  CHECK(mean_return<Seek>(nullptr, true) < 0.35);
  CHECK(mean_return<Seek>(&learner.policies(), false) > 0.7);
}

}  // namespace
}  // namespace saccade
