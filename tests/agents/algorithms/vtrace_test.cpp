// V-trace's targets and loss.  How rollouts lag behind: tests/agents/lag_test.cpp.
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/gae.h"
#include "envs/core/random.h"

namespace saccade {
namespace {

AlgorithmConfig vtrace(double clip_rho, double clip_c, double lambda = 1) {
  AlgorithmConfig config("vtrace");
  config.options.set("clip_rho", clip_rho);
  config.options.set("clip_c", clip_c);
  config.options.set("lambda", lambda);
  return config;
}

/// One trajectory of three steps.
struct ThreeSteps {
  std::vector<float> rewards = {1, 2, 4};
  std::vector<float> values = {3, 1, 2};
  std::vector<float> next_values = {1, 2, 8};
  std::vector<std::uint8_t> ended = {0, 0, 0};
  std::vector<float> log_ratios = {std::log(0.5F), std::log(4.0F), std::log(0.25F)};

  Targets targets(const AlgorithmConfig& config) const {
    Targets result(3);
    make_algorithm(config)->estimate({1, rewards, values, next_values, ended, log_ratios},
                                     {.gamma = 0.5F, .lambda = 0.3F}, result);
    return result;
  }
};

void check(const std::vector<float>& found, const std::vector<float>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(i);
    CHECK(found[i] == Approx(wanted[i]).epsilon(1e-5));
  }
}

// Ratios 1/2, 4 and 1/4 with gamma 1/2.  Errors r + gamma V' - V: -3/2, 2, 6.
TEST_CASE("V-trace weighs each step's error by its truncated ratio, and traces by theirs") {
  const Targets targets = ThreeSteps().targets(vtrace(2, 1));
  const float third = 2 + 0.25F * 6;                                           // 3.5
  const float second = 1 + 2 * 2.0F + 0.5F * 1 * (third - 2);                  // rho 2, c 1: 5.75
  const float first = 3 + 0.5F * (1 + 0.5F - 3) + 0.5F * 0.5F * (second - 1);  // 3.4375
  check(targets.returns, {first, second, third});
  check(targets.advantages,
        {0.5F * (1 + 0.5F * second - 3), 2 * (2 + 0.5F * third - 1), 0.25F * (4 + 0.5F * 8 - 2)});
}

TEST_CASE("V-trace's limits act one by one, and lambda shortens the traces") {
  check(ThreeSteps().targets(vtrace(1, 1)).returns,
        {3 - 0.75F + 0.25F * (3.75F - 1), 1 + 2 + 0.5F * 1.5F, 3.5F});
  check(ThreeSteps().targets(vtrace(1, 4)).returns,
        {3 - 0.75F + 0.25F * (6 - 1), 1 + 2 + 0.5F * 4 * 1.5F, 3.5F});
  check(ThreeSteps().targets(vtrace(4, 1)).returns,
        {3 - 0.75F + 0.25F * (9.75F - 1), 1 + 8 + 0.5F * 1.5F, 3.5F});
  check(ThreeSteps().targets(vtrace(1, 1, 0.5)).returns,
        {3 - 0.75F + 0.125F * (3.375F - 1), 1 + 2 + 0.25F * 1.5F, 3.5F});
  check(ThreeSteps().targets(vtrace(1, 1, 0)).returns, {3 - 0.75F, 3, 3.5F});
}

TEST_CASE("V-trace's traces end with an episode, whether the task ended or time ran out") {
  ThreeSteps steps;
  steps.ended = {0, 1, 0};
  SECTION("the task ended") {
    steps.next_values[1] = 0;
    const Targets targets = steps.targets(vtrace(1, 1));
    check(targets.returns, {3 - 0.75F + 0.25F * (2 - 1), 2, 3.5F});
    check(targets.advantages, {0.5F * (1 + 0.5F * 2 - 3), 2 - 1, 0.25F * 6});
  }
  SECTION("time ran out: V of what was seen last stands for the rest") {
    steps.next_values[1] = 6;
    const Targets targets = steps.targets(vtrace(1, 1));
    check(targets.returns, {3 - 0.75F + 0.25F * (5 - 1), 2 + 0.5F * 6, 3.5F});
    check(targets.advantages, {0.5F * (1 + 0.5F * 5 - 3), 2 + 0.5F * 6 - 1, 0.25F * 6});
  }
}

/// Trajectories side by side, some of which end.
struct RandomTrajectories {
  static constexpr std::size_t kSteps = 12, kColumns = 3, kSize = kSteps * kColumns;
  std::vector<float> rewards, values, next_values, log_ratios;
  std::vector<std::uint8_t> ended;

  RandomTrajectories() {
    Rng rng(4);
    const auto draw = [&rng] { return static_cast<float>(rng.uniform(-1, 1)); };
    for (std::size_t i = 0; i < kSize; ++i) {
      rewards.push_back(draw());
      values.push_back(draw());
      log_ratios.push_back(draw());
      ended.push_back(rng.uniform() < 0.2);
    }
    for (std::size_t i = 0; i < kSize; ++i) {
      const bool cut = ended[i] != 0 || i + kColumns >= kSize;
      next_values.push_back(!cut ? values[i + kColumns] : (i % 2 == 0 ? 0.0F : draw()));
    }
  }

  Targets targets(const AlgorithmConfig& config, const std::vector<float>& ratios) const {
    Targets result(kSize);
    make_algorithm(config)->estimate({kColumns, rewards, values, next_values, ended, ratios},
                                     {.gamma = 0.9F, .lambda = 1}, result);
    return result;
  }

  double error(std::size_t i) const {
    return static_cast<double>(rewards[i]) + 0.9 * static_cast<double>(next_values[i]) -
           static_cast<double>(values[i]);
  }
  double ratio(std::size_t i, double most) const {
    return std::min(most, std::exp(static_cast<double>(log_ratios[i])));
  }

  // The sum of equation (1) of the paper.
  double target(std::size_t s, double clip_rho, double clip_c) const {
    double sum = 0, weight = 1;
    for (std::size_t t = s; t < kSize; t += kColumns) {
      sum += weight * ratio(t, clip_rho) * error(t);
      if (ended[t] != 0) break;
      weight *= 0.9 * ratio(t, clip_c);
    }
    return static_cast<double>(values[s]) + sum;
  }
};

TEST_CASE("V-trace's targets are the sums of the paper's first equation") {
  const RandomTrajectories t;
  const auto [clip_rho, clip_c] = GENERATE(table<double, double>({{1, 1}, {1.5, 0.8}, {9, 9}}));
  const Targets targets = t.targets(vtrace(clip_rho, clip_c), t.log_ratios);
  for (std::size_t i = 0; i < RandomTrajectories::kSize; ++i) {
    CAPTURE(i);
    CHECK(static_cast<double>(targets.returns[i]) ==
          Approx(t.target(i, clip_rho, clip_c)).margin(1e-5));
  }
}

TEST_CASE("on its own policy's rollouts V-trace aims at n-step returns") {
  const RandomTrajectories t;
  const AlgorithmConfig config = GENERATE(vtrace(1, 1), vtrace(3, 2));
  const Targets own = t.targets(config, {});
  Targets gae(RandomTrajectories::kSize);
  generalised_advantages(
      {RandomTrajectories::kColumns, t.rewards, t.values, t.next_values, t.ended},
      {.gamma = 0.9F, .lambda = 1}, gae);
  for (std::size_t i = 0; i < RandomTrajectories::kSize; ++i) {
    CHECK(own.returns[i] == Approx(gae.returns[i]).margin(1e-5));
    CHECK(own.advantages[i] == Approx(gae.advantages[i]).margin(1e-5));
  }
  const std::vector<float> zeros(RandomTrajectories::kSize);
  CHECK(t.targets(config, zeros).returns == own.returns);
  CHECK(t.targets(config, zeros).advantages == own.advantages);
}

TEST_CASE("V-trace takes no ratio for more than its limit, however large it is") {
  ThreeSteps steps;
  steps.log_ratios = {500, 500, 500};
  const ThreeSteps large = steps;
  steps.log_ratios = {0, 0, 0};
  CHECK(large.targets(vtrace(1, 1)).returns == steps.targets(vtrace(1, 1)).returns);
  CHECK(large.targets(vtrace(1, 1)).advantages == steps.targets(vtrace(1, 1)).advantages);
}

TEST_CASE("the loss of V-trace is what one computes by hand") {
  AlgorithmConfig config = vtrace(1.5, 1);
  config.options.set("value_coefficient", 0.25);
  config.options.set("entropy_coefficient", 0.125);
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(config);
  LossInput<double> sample = {.log_prob = -2,
                              .entropy = 1.5,
                              .value = 3,
                              .old_log_prob = -2 - std::log(2.0),
                              .old_value = 9,
                              .advantage = 4,
                              .target_return = 1};
  MetricSums sums;
  const LossGradient<double> gradient = algorithm->loss(sample, 0.5, sums);
  CHECK(gradient.by_log_prob == -0.5 * 4);
  CHECK(gradient.by_entropy == -0.5 * 0.125);
  CHECK(gradient.by_value == 0.5 * 0.25 * (3 - 1));
  CHECK(sums.values[0] == 4 * 2);        // -A log pi
  CHECK(sums.values[1] == (3 - 1) * 1);  // (V - v)^2 / 2
  CHECK(sums.values[2] == 1.5);
  CHECK(sums.values[3] == Approx(2 - 1 - std::log(2)));
  CHECK(sums.values[4] == 1.5);  // min(1.5, 2)
  sample.old_log_prob = -2 - std::log(1.25);
  algorithm->loss(sample, 0.5, sums);
  CHECK(sums.values[4] == Approx(1.5 + 1.25));
}

TEST_CASE("V-trace measures a divergence, and lags by an update unless told otherwise") {
  AlgorithmConfig config("vtrace");
  CHECK(make_algorithm(config)->lag() == 1);
  CHECK(make_algorithm(config)->kl_metric() == std::size_t{3});
  config.options.set("lag", 0);
  CHECK(make_algorithm(config)->lag() == 0);
}

}  // namespace
}  // namespace saccade
