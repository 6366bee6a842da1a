#include <catch2/catch.hpp>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/gae.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::factory_of;
using testing::mean_return;
using testing::Seek;

AlgorithmConfig reinforce(bool baseline) {
  AlgorithmConfig config("reinforce");
  config.options.set("baseline", baseline);
  return config;
}

/// Two trajectories side by side: the left one ends with its second step, another begins and is cut
/// by the rollout's end; the right one runs into a time limit with its third step.
struct TwoColumns {
  std::vector<float> rewards = {1, 8, 2, 4, 3, 2, 4, 1};
  std::vector<float> values = {0.5F, 1, 1.5F, 2, 2.5F, 3, 3.5F, 4};
  std::vector<float> next_values = {1.5F, 2, 0, 3, 3.5F, 6, 12, 16};
  std::vector<std::uint8_t> ended = {0, 0, 1, 0, 0, 1, 0, 0};

  Targets targets(const AlgorithmConfig& config, const Discount& discount) const {
    Targets result(8);
    make_algorithm(config)->estimate({2, rewards, values, next_values, ended}, discount, result);
    return result;
  }
};

// With gamma 1/2, from the last step to the first.
const std::vector<float> kReturns = {
    1 + 2 / 2.0F,                      // Terminated: nothing follows.
    8 + (4 + (2 + 6 / 2.0F) / 2) / 2,  // Truncated: V of the last observation follows.
    2,
    4 + (2 + 6 / 2.0F) / 2,
    3 + (4 + 12 / 2.0F) / 2,  // Cut by the rollout's end: V of what is seen then follows.
    2 + 6 / 2.0F,
    4 + 12 / 2.0F,
    1 + 16 / 2.0F};

TEST_CASE("REINFORCE sums a trajectory's rewards, and takes V where it is cut") {
  const TwoColumns columns;
  const Discount half{.gamma = 0.5F, .lambda = 0.1F};
  const Targets with = columns.targets(reinforce(true), half);
  const Targets without = columns.targets(reinforce(false), half);
  CHECK(with.returns == kReturns);
  CHECK(without.returns == kReturns);
  CHECK(without.advantages == kReturns);  // No baseline.
  for (std::size_t i = 0; i < kReturns.size(); ++i) {
    CHECK(with.advantages[i] == kReturns[i] - columns.values[i]);
  }
}

TEST_CASE("REINFORCE has no part for lambda, and with a baseline is GAE with lambda 1") {
  const TwoColumns columns;
  const Targets zero = columns.targets(reinforce(true), {.gamma = 0.9F, .lambda = 0});
  const Targets one = columns.targets(reinforce(true), {.gamma = 0.9F, .lambda = 1});
  CHECK(zero.advantages == one.advantages);
  Targets gae(8);
  generalised_advantages({2, columns.rewards, columns.values, columns.next_values, columns.ended},
                         {.gamma = 0.9F, .lambda = 1}, gae);
  for (std::size_t i = 0; i < kReturns.size(); ++i) {
    CHECK(one.advantages[i] == Approx(gae.advantages[i]).epsilon(1e-5));
  }
}

LearnerConfig config_of(bool baseline) {
  LearnerConfig config;
  config.policy = testing::small_policy();
  config.rollout.horizon = 20;  // A whole episode.
  config.algorithm = reinforce(baseline);
  config.optimiser.learning_rate = 8e-3F;
  return config;
}

TEST_CASE("REINFORCE learns the same for 1 and 3 threads and after a resume", "[threads]") {
  const bool baseline = GENERATE(true, false);
  Learner one(factory_of<Seek>(), config_of(baseline), 4000, 1, 1);
  Learner three(factory_of<Seek>(), config_of(baseline), 4000, 1, 3);
  Learner resumed(factory_of<Seek>(), config_of(baseline), 4000, 1, 2);
  for (int i = 0; i < 2; ++i) CHECK(three.update()["grad_norm"] == one.update()["grad_norm"]);
  resumed.restore(one.save());
  for (int i = 0; i < 2; ++i) {
    CHECK(three.update()["grad_norm"] == one.update()["grad_norm"]);
    resumed.update();
  }
  check_equal(one.save(), three.save());
  check_equal(one.save(), resumed.save());
}

TEST_CASE("REINFORCE learns to walk to the target among decoys, with a baseline and without") {
  const bool baseline = GENERATE(true, false);
  CAPTURE(baseline);
  Learner learner(factory_of<Seek>(), config_of(baseline), 160000, 3, 1);
  while (learner.steps() < 160000) learner.update();
  CHECK(mean_return<Seek>(nullptr, true) < 0.35);
  CHECK(mean_return<Seek>(&learner.policies(), false) > 0.7);
}

TEST_CASE("explained variance tells of the value, also where advantages are whole returns") {
  Learner learner(factory_of<Seek>(), config_of(false), 80000, 3, 1);
  double first = learner.update()["explained_variance"];
  double last = first;
  while (learner.steps() < 80000) last = learner.update()["explained_variance"];
  CHECK(first < 0.2);
  CHECK(last > 0.3);  // By the advantages of the loss it would be 0.
}

}  // namespace
}  // namespace saccade
