// How the work of an update is cut: into shards of environments, and of a minibatch's gradient.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "agents/learner_impl.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::factory_of;
using testing::returns_of;
using testing::Seek;

LearnerConfig cut_config(int envs_per_shard, int gradient_shards) {
  LearnerConfig config = testing::small_config();  // 40 environments, minibatches of 640 samples.
  config.rollout.envs_per_shard = envs_per_shard;
  config.optimiser.gradient_shards = gradient_shards;
  return config;
}

std::vector<int> shard_sizes(int envs_per_shard) {
  const EnvironmentFactory factory = factory_of<Seek>();
  const Learner::Impl learner(factory, factory()->spec(), cut_config(envs_per_shard, 1), 1000, 1,
                              1);
  std::vector<int> sizes;
  for (const RolloutShard& shard : learner.shards) sizes.push_back(shard.kind(0).record().columns);
  return sizes;
}

TEST_CASE("environments are cut into shards of about the wanted size") {
  CHECK(shard_sizes(8) == std::vector<int>(5, 8));
  CHECK(shard_sizes(1) == std::vector<int>(40, 1));
  CHECK(shard_sizes(40) == std::vector<int>{40});
  CHECK(shard_sizes(1'000'000) == std::vector<int>{40});
  const std::vector<int> uneven = shard_sizes(3);
  CHECK(uneven.size() == 13);
  CHECK(std::accumulate(uneven.begin(), uneven.end(), 0) == 40);
  CHECK(*std::min_element(uneven.begin(), uneven.end()) == 3);
  CHECK(*std::max_element(uneven.begin(), uneven.end()) == 4);
}

TEST_CASE("however work is cut, any number of threads learns the same", "[threads]") {
  const auto [envs, gradients] = GENERATE(
      table<int, int>({{8, 16}, {1, 1}, {3, 2}, {16, 3}, {40, 1}, {1'000'000, 1'000'000}}));
  CAPTURE(envs, gradients);
  const LearnerConfig config = cut_config(envs, gradients);
  Learner one(factory_of<Seek>(), config, 4000, 1, 1);
  Learner two(factory_of<Seek>(), config, 4000, 1, 2);
  Learner five(factory_of<Seek>(), config, 4000, 1, 5);
  for (int i = 0; i < 2; ++i) {
    const UpdateMetrics metrics = one.update();
    two.update();
    five.update();
    for (const Metric& metric : metrics.values) {
      INFO(metric.name);
      CHECK(std::isfinite(metric.value));
    }
  }
  check_equal(one.save(), two.save());
  check_equal(one.save(), five.save());
}

std::vector<double> sorted_first_returns(int envs_per_shard) {
  Learner learner(factory_of<Seek>(), cut_config(envs_per_shard, 1), 4000, 1, 1);
  learner.update();
  std::vector<double> returns = returns_of(learner.take_episodes());
  std::sort(returns.begin(), returns.end());
  return returns;
}

TEST_CASE("how environments are cut does not matter to what one policy does in them") {
  const std::vector<double> returns = sorted_first_returns(8);
  CHECK(returns.size() > 20);
  CHECK(sorted_first_returns(1) == returns);
  CHECK(sorted_first_returns(3) == returns);
  CHECK(sorted_first_returns(40) == returns);
}

TEST_CASE("how a gradient is cut changes no more than its rounding") {
  const auto learned = [](int gradient_shards, double& grad_norm) {
    Learner learner(factory_of<Seek>(), cut_config(8, gradient_shards), 4000, 1, 1);
    grad_norm = learner.update()["grad_norm"];
    return learner.save().at("learner.adam.first_moment").bytes;
  };
  double whole = 0, halves = 0, most = 0;
  const auto one = learned(1, whole);
  CHECK(learned(2, halves) != one);
  CHECK(learned(16, most) != one);
  CHECK(halves == Approx(whole).epsilon(1e-3));
  CHECK(most == Approx(whole).epsilon(1e-3));
}

}  // namespace
}  // namespace saccade
