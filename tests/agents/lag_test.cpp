// Rollouts that are collected by older parameters than those that learn from them, and meanwhile.
#include <catch2/catch.hpp>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "agents/lagging_learner.h"
#include "agents/learner_impl.h"
#include "agents/recall_environment.h"
#include "agents/relay_environment.h"
#include "agents/rollout/record_evaluator.h"
#include "agents/small_learner.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::check_equal;
using testing::factory_of;
using testing::kManySteps;
using testing::lagging;
using testing::mean_return;
using testing::Recall;
using testing::Relay;
using testing::returns_of;
using testing::Seek;

std::unique_ptr<Learner::Impl> make_impl(const LearnerConfig& config) {
  const EnvironmentFactory factory = factory_of<Seek>();
  return std::make_unique<Learner::Impl>(factory, factory()->spec(), config, kManySteps, 1, 2);
}

std::vector<float> parameters_of(Learner::Impl& learner) {
  const nn::Buffer<float>& parameters = learner.policies[0].impl().parameters;
  return {parameters.data(), parameters.data() + parameters.size()};
}

/// log pi - log mu of the rollout that was learned from last, with pi by these parameters.
std::vector<float> log_ratios(Learner::Impl& learner, const std::vector<float>& parameters) {
  std::vector<float> ratios;
  RecordEvaluator evaluator(learner.policies[0].impl());
  for (std::size_t s = 0; s < learner.shards.size(); ++s) {
    RolloutRecord record = learner.kinds[0].record(s);
    evaluator.run(parameters.data(), record);
    ratios.insert(ratios.end(), record.log_ratios.begin(), record.log_ratios.end());
  }
  return ratios;
}

TEST_CASE("rollouts are collected by the parameters of so many updates ago") {
  const int lag = GENERATE(0, 1, 3);
  CAPTURE(lag);
  const auto learner = make_impl(lagging(lag));
  std::vector<std::vector<float>> versions;
  for (int update = 0; update < 6; ++update) {
    CAPTURE(update);
    versions.push_back(parameters_of(*learner));
    learner->update();
    const auto acted = static_cast<std::size_t>(std::max(0, update - lag));
    const std::vector<float> none(40 * 20);
    CHECK(log_ratios(*learner, versions[acted]) == none);
    for (std::size_t other = 0; other < versions.size(); ++other) {
      if (other != acted) CHECK(log_ratios(*learner, versions[other]) != none);
    }
    if (lag == 0) continue;
    std::vector<float> used;
    for (std::size_t s = 0; s < learner->shards.size(); ++s) {
      const std::vector<float>& of_shard = learner->kinds[0].record(s).log_ratios;
      used.insert(used.end(), of_shard.begin(), of_shard.end());
    }
    CHECK(used == log_ratios(*learner, versions.back()));  // Of the parameters that learned.
  }
}

TEST_CASE("without lag V-trace is A2C with n-step returns") {
  LearnerConfig config = lagging(0);
  Learner vtrace(factory_of<Seek>(), config, kManySteps, 1, 1);
  config.algorithm = AlgorithmConfig("a2c");
  config.rollout.gae_lambda = 1;
  Learner a2c(factory_of<Seek>(), config, kManySteps, 1, 1);
  const UpdateMetrics wanted = a2c.update(), found = vtrace.update();
  CHECK(found["approx_kl"] == 0);
  CHECK(found["rho"] == 1);
  for (const char* name : {"policy_loss", "value_loss", "entropy", "grad_norm"}) {
    CHECK(found[name] == Approx(wanted[name]).epsilon(1e-4));
  }
}

TEST_CASE("with lag V-trace tells how far its policy has left the one that collected") {
  Learner learner(factory_of<Seek>(), lagging(2), kManySteps, 1, 1);
  CHECK(learner.update()["approx_kl"] == 0);  // Nothing was learned before.
  const UpdateMetrics second = learner.update();
  CHECK(second["approx_kl"] > 0);
  CHECK(second["rho"] < 1);
}

TEMPLATE_TEST_CASE("learning with lag is the same on any number of threads", "[threads]", Seek,
                   Cards, Relay) {
  const LearnerConfig config = lagging(GENERATE(1, 2), GENERATE("none", "gru"));
  Learner one(factory_of<TestType>(), config, kManySteps, 1, 1);
  Learner two(factory_of<TestType>(), config, kManySteps, 1, 2);
  Learner five(factory_of<TestType>(), config, kManySteps, 1, 5);
  for (int i = 0; i < 4; ++i) {
    const UpdateMetrics metrics = one.update(), others = two.update();
    five.update();
    for (const Metric& metric : metrics.values) {
      INFO(metric.name);
      CHECK(others[metric.name] == metric.value);
    }
  }
  check_equal(one.save(), two.save());
  check_equal(one.save(), five.save());
  const std::vector<double> episodes = returns_of(one.take_episodes());
  CHECK(episodes.size() > 20);
  CHECK(returns_of(two.take_episodes()) == episodes);
  CHECK(returns_of(five.take_episodes()) == episodes);
}

// One that is restored before each update never uses what was collected ahead of time.
TEMPLATE_TEST_CASE("a learner that lags is restored exactly, at any time", "", Seek, Relay) {
  const LearnerConfig config = lagging(GENERATE(1, 3), GENERATE("none", "lstm"));
  Learner whole(factory_of<TestType>(), config, kManySteps, 1, 2);
  for (int i = 0; i < 5; ++i) {
    CAPTURE(i);
    Learner resumed(factory_of<TestType>(), config, kManySteps, 1, 1);
    resumed.restore(whole.save());
    CHECK(resumed.steps() == whole.steps());
    const UpdateMetrics metrics = whole.update(), again = resumed.update();
    for (const Metric& metric : metrics.values) {
      INFO(metric.name);
      CHECK(again[metric.name] == metric.value);
    }
    check_equal(whole.save(), resumed.save());
    CHECK(returns_of(whole.take_episodes()) == returns_of(resumed.take_episodes()));
  }
}

TEST_CASE("what a learner collected ahead of time is forgotten when it is restored") {
  const LearnerConfig config = lagging(1);
  Learner learner(factory_of<Seek>(), config, kManySteps, 1, 2);
  learner.update();
  const TensorMap saved = learner.save();
  learner.take_episodes();
  learner.update();
  const std::vector<double> episodes = returns_of(learner.take_episodes());
  const TensorMap after = learner.save();
  for (int i = 0; i < 2; ++i) learner.update();
  learner.take_episodes();
  learner.restore(saved);
  learner.update();
  check_equal(learner.save(), after);
  CHECK(returns_of(learner.take_episodes()) == episodes);
}

TEST_CASE("a checkpoint of a learner that lags holds the parameters that it needs") {
  const LearnerConfig config = lagging(2);
  Learner learner(factory_of<Seek>(), config, kManySteps, 1, 1);
  const std::string name = "learner.past_parameters";
  CHECK_FALSE(learner.save().contains(name));
  learner.update();
  CHECK(learner.save().at(name).shape[0] == 1);
  for (int i = 0; i < 3; ++i) learner.update();
  const TensorMap saved = learner.save();
  const std::vector<std::int64_t>& shape = saved.at(name).shape;
  CHECK(shape[0] == 2);
  CHECK(shape[1] == saved.at("learner.adam.first_moment").shape[0]);

  TensorMap broken = saved;
  SECTION("it is missing") {
    broken.erase(name);
  }
  SECTION("a version is missing") {
    auto numbers = read_tensor<float>(saved, name);
    numbers.resize(numbers.size() / 2);
    broken[name] = make_tensor(numbers);
  }
  SECTION("a number is none") {
    auto numbers = read_tensor<float>(saved, name);
    numbers[5] = std::numeric_limits<float>::quiet_NaN();
    broken[name] = make_tensor(numbers);
  }
  CHECK_THROWS_WITH(learner.restore(broken), Catch::Contains("tensor '" + name + "'"));
  check_equal(saved, learner.save());
}

TEST_CASE("a learner that does not lag saves no other parameters") {
  Learner learner(factory_of<Seek>(), lagging(0), kManySteps, 1, 1);
  learner.update();
  CHECK_FALSE(learner.save().contains("learner.past_parameters"));
}

TEST_CASE("a learner that lags saves over what it saved before, in the same memory") {
  Learner learner(factory_of<Seek>(), lagging(2), kManySteps, 1, 1);
  for (int i = 0; i < 3; ++i) learner.update();
  TensorMap tensors = learner.save();
  const std::byte* const place = tensors.at("learner.past_parameters").bytes.data();
  learner.update();
  learner.save(tensors);
  check_equal(tensors, learner.save());
  CHECK(tensors.at("learner.past_parameters").bytes.data() == place);
}

TEST_CASE("kinds of agents lag each behind its own policy", "[threads]") {
  LearnerConfig config = lagging(2, "gru");
  const auto make = [&config](int threads) {
    return Learner(testing::workshop(true), config, kManySteps, 1, threads);
  };
  Learner one = make(1), three = make(3), resumed = make(2);
  for (int i = 0; i < 3; ++i) {
    one.update();
    three.update();
  }
  const TensorMap saved = one.save();
  CHECK(saved.contains("porter.learner.past_parameters"));
  CHECK(saved.contains("picker.learner.past_parameters"));
  resumed.restore(saved);
  for (Learner* learner : {&one, &three, &resumed}) learner->update();
  check_equal(one.save(), three.save());
  check_equal(one.save(), resumed.save());
}

TEST_CASE("V-trace learns to walk to the target among decoys, with lag and without") {
  const int lag = GENERATE(0, 1, 3);
  CAPTURE(lag);
  LearnerConfig config = lagging(lag);
  config.rollout = {.horizon = 8};
  config.optimiser.learning_rate = 4e-3F;
  Learner learner(factory_of<Seek>(), config, 80000, 3, 2);
  while (learner.steps() < 80000) learner.update();
  CHECK(mean_return<Seek>(nullptr, true) < 0.35);
  CHECK(mean_return<Seek>(&learner.policies(), false) > 0.7);
}

TEST_CASE("V-trace learns with memory what no policy without one can", "[learner]") {
  LearnerConfig config = lagging(1, "gru");
  config.optimiser.learning_rate = 5e-3F;
  config.optimiser.learning_rate_final = 5e-3F;
  Learner learner(factory_of<Recall>(), config, kManySteps, 1, 2);
  for (int i = 0; i < 100; ++i) learner.update();
  CHECK(mean_return<Recall>(&learner.policies(), false) > 0.95);
}

}  // namespace
}  // namespace saccade
