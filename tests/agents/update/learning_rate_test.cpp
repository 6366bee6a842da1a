#include "agents/update/learning_rate.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "agents/small_learner.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::factory_of;
using testing::Seek;
using Schedule = LearningRateSchedule;

OptimiserConfig config_of(Schedule schedule) {
  OptimiserConfig config;
  config.schedule = schedule;
  config.learning_rate = 8e-4F;
  config.learning_rate_final = 4e-4F;
  return config;
}

double rate_at(Schedule schedule, float progress) {
  LearningRate rate(config_of(schedule));
  rate.set_progress(progress);
  return static_cast<double>(rate.now());
}

TEST_CASE("the learning rate goes to its last value along a line or a cosine, or stays") {
  CHECK(LearningRate(config_of(Schedule::kLinear)).now() == 8e-4F);
  CHECK(rate_at(Schedule::kLinear, 0.25F) == Approx(7e-4));
  CHECK(rate_at(Schedule::kLinear, 1) == Approx(4e-4));
  CHECK(rate_at(Schedule::kCosine, 0) == Approx(8e-4));
  CHECK(rate_at(Schedule::kCosine, 0.25F) == Approx(8e-4 - 4e-4 * (1 - std::sqrt(0.5)) / 2));
  CHECK(rate_at(Schedule::kCosine, 0.5F) == Approx(6e-4));
  CHECK(rate_at(Schedule::kCosine, 1) == Approx(4e-4));
  CHECK(rate_at(Schedule::kConstant, 0.5F) == Approx(8e-4));
  CHECK(rate_at(Schedule::kConstant, 1) == Approx(8e-4));
}

TEST_CASE("an adaptive learning rate follows the KL divergence by a factor of 1.5") {
  OptimiserConfig config = config_of(Schedule::kKlAdaptive);
  config.target_kl = 0.01F;
  LearningRate rate(config);
  rate.set_progress(0.5F);  // It does not follow progress.
  CHECK(rate.now() == 8e-4F);
  rate.observe_kl(0.021);
  CHECK(rate.now() == Approx(8e-4 / 1.5));
  rate.observe_kl(0.019);
  rate.observe_kl(0.0051);  // Near enough.
  CHECK(rate.now() == Approx(8e-4 / 1.5));
  rate.observe_kl(0.0049);
  CHECK(rate.now() == Approx(8e-4));
  rate.observe_kl(0);  // Before the first step.
  rate.observe_kl(std::numeric_limits<double>::quiet_NaN());
  CHECK(rate.now() == Approx(8e-4));
  rate.observe_kl(std::numeric_limits<double>::infinity());
  CHECK(rate.now() == Approx(8e-4 / 1.5));
}

TEST_CASE("an adaptive learning rate stays within its bounds") {
  OptimiserConfig config = config_of(Schedule::kKlAdaptive);
  config.learning_rate_min = 7e-4F;
  config.learning_rate_max = 9e-4F;
  LearningRate rate(config);
  rate.observe_kl(1);
  CHECK(rate.now() == 7e-4F);
  rate.observe_kl(1e-6);
  CHECK(rate.now() == 9e-4F);
}

TEST_CASE("only an adaptive learning rate heeds the KL divergence") {
  for (const Schedule schedule : {Schedule::kLinear, Schedule::kConstant, Schedule::kCosine}) {
    LearningRate rate(config_of(schedule));
    CHECK_FALSE(rate.adapts());
    rate.observe_kl(1);
    CHECK(rate.now() == 8e-4F);
  }
}

/// PPO whose learning rate aims at this divergence.
LearnerConfig adaptive(float target_kl) {
  LearnerConfig config = testing::small_config();
  config.optimiser.schedule = Schedule::kKlAdaptive;
  config.optimiser.learning_rate = 1e-3F;
  config.optimiser.target_kl = target_kl;
  return config;
}

double rate_after(const LearnerConfig& config, int updates) {
  Learner learner(factory_of<Seek>(), config, 100000, 1, 1);
  double rate = 0;
  for (int i = 0; i < updates; ++i) rate = learner.update()["learning_rate"];
  return rate;
}

TEST_CASE("PPO's learning rate rises where little divergence is met, and falls where much is") {
  // Of four steps of an update, all but the first one measure what the ones before did.
  CHECK(rate_after(adaptive(100), 1) == Approx(1e-3 * 1.5 * 1.5 * 1.5));
  CHECK(rate_after(adaptive(1e-9F), 1) == Approx(1e-3 / 1.5 / 1.5 / 1.5));
  CHECK(rate_after(adaptive(100), 10) == Approx(1e-2));
  LearnerConfig bounded = adaptive(1e-9F);
  bounded.optimiser.learning_rate_min = 4e-4F;
  CHECK(rate_after(bounded, 10) == Approx(4e-4));
}

TEST_CASE("V-trace's learning rate follows how far its policy has left the one that collected") {
  LearnerConfig config = adaptive(100);
  config.algorithm = AlgorithmConfig("vtrace");
  CHECK(rate_after(config, 1) == Approx(1e-3));  // Nothing was learned before.
  CHECK(rate_after(config, 3) == Approx(1e-3 * 1.5 * 1.5));
  config.optimiser.target_kl = 1e-9F;
  CHECK(rate_after(config, 3) == Approx(1e-3 / 1.5 / 1.5));
}

TEST_CASE("every schedule goes on after a resume as if there had been none") {
  const Schedule schedule =
      GENERATE(Schedule::kLinear, Schedule::kConstant, Schedule::kCosine, Schedule::kKlAdaptive);
  LearnerConfig config = adaptive(0.003F);
  config.optimiser.schedule = schedule;
  constexpr std::int64_t kTotalSteps = 12800;  // Ten updates.
  Learner whole(factory_of<Seek>(), config, kTotalSteps, 1, 1);
  Learner resumed(factory_of<Seek>(), config, kTotalSteps, 1, 1);
  for (int i = 0; i < 4; ++i) whole.update();
  resumed.restore(whole.save());
  for (int i = 4; i < 7; ++i) {
    const double rate = whole.update()["learning_rate"];
    CHECK(resumed.update()["learning_rate"] == rate);
    const double progress = 0.1 * i;
    if (schedule == Schedule::kLinear) CHECK(rate == Approx(1e-3 * (1 - progress)));
    if (schedule == Schedule::kConstant) CHECK(rate == Approx(1e-3));
    if (schedule == Schedule::kCosine) {
      CHECK(rate == Approx(1e-3 * (1 + std::cos(std::acos(-1.0) * progress)) / 2));
    }
  }
  check_equal(whole.save(), resumed.save());
}

TEST_CASE("each kind of agents has an adaptive learning rate of its own, which is saved") {
  const LearnerConfig config = adaptive(0.003F);
  Learner whole(testing::workshop(), config, 100000, 1, 1);
  Learner resumed(testing::workshop(), config, 100000, 1, 1);
  for (int i = 0; i < 4; ++i) whole.update();
  const TensorMap saved = whole.save();
  CHECK(read_tensor<float>(saved, "porter.learner.learning_rate") !=
        read_tensor<float>(saved, "picker.learner.learning_rate"));
  resumed.restore(saved);
  whole.update();
  resumed.update();
  check_equal(whole.save(), resumed.save());
}

TEST_CASE("an adaptive learning rate is saved, and the same for any number of threads",
          "[threads]") {
  const LearnerConfig config = adaptive(0.003F);
  Learner one(factory_of<Seek>(), config, 4000, 1, 1);
  Learner three(factory_of<Seek>(), config, 4000, 1, 3);
  Learner resumed(factory_of<Seek>(), config, 4000, 1, 2);
  for (int i = 0; i < 3; ++i)
    CHECK(three.update()["learning_rate"] == one.update()["learning_rate"]);
  const TensorMap saved = one.save();
  REQUIRE(read_tensor<float>(saved, "learner.learning_rate") != std::vector<float>{1e-3F});
  resumed.restore(saved);
  for (int i = 0; i < 3; ++i) {
    const double rate = one.update()["learning_rate"];
    CHECK(three.update()["learning_rate"] == rate);
    CHECK(resumed.update()["learning_rate"] == rate);
  }
  check_equal(one.save(), three.save());
  check_equal(one.save(), resumed.save());
}

TEST_CASE("a learning rate that cannot have been saved is refused") {
  Learner learner(factory_of<Seek>(), adaptive(0.01F), 4000, 1, 1);
  const TensorMap saved = learner.save();
  for (const float wrong : {0.0F, -1e-3F, 0.5F}) {
    TensorMap damaged = saved;
    damaged["learner.learning_rate"] = make_tensor(std::vector<float>{wrong});
    CHECK_THROWS_WITH(learner.restore(damaged),
                      Catch::Contains("tensor 'learner.learning_rate' holds"));
  }
  TensorMap incomplete = saved;
  incomplete.erase("learner.learning_rate");
  CHECK_THROWS_WITH(learner.restore(incomplete), Catch::Contains("learner.learning_rate"));
  CHECK_FALSE(
      testing::make_learner(factory_of<Seek>(), 1).save().contains("learner.learning_rate"));
}

std::string refusal(const LearnerConfig& config) {
  try {
    Learner(factory_of<Seek>(), config, 4000, 1, 1);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("an adaptive learning rate wants bounds around it and a divergence to follow") {
  LearnerConfig outside = adaptive(0.01F);
  outside.optimiser.learning_rate = 0.5F;
  CHECK_THAT(refusal(outside),
             Catch::Contains("optimiser.learning_rate: found 0.5, wanted 1e-06 to 0.01"));
  LearnerConfig crossed = adaptive(0.01F);
  crossed.optimiser.learning_rate_min = 0.1F;
  CHECK_THAT(refusal(crossed),
             Catch::Contains("optimiser.learning_rate_min: found 0.1, wanted at most 0.01"));
  LearnerConfig blind = adaptive(0.01F);
  blind.algorithm = AlgorithmConfig("a2c");
  CHECK_THAT(refusal(blind), Catch::Contains("optimiser.schedule: found kl_adaptive") &&
                                 Catch::Contains("algorithm = \"a2c\""));
  LearnerConfig single = adaptive(0.01F);
  single.algorithm.options.set("epochs", 1);
  single.algorithm.options.set("minibatches", 1);
  CHECK_THAT(refusal(single), Catch::Contains("one step of the optimiser for each rollout"));
  single.algorithm = AlgorithmConfig("vtrace");
  CHECK(refusal(single).empty());  // It lags: its one step has a divergence to follow.
  single.algorithm.options.set("lag", 0);
  CHECK_THAT(refusal(single), Catch::Contains("one step of the optimiser for each rollout"));
  LearnerConfig noisy = adaptive(0.01F);
  noisy.policy.encoder.attention.dropout = 0.1F;
  CHECK_THAT(refusal(noisy), Catch::Contains("policy.attention.dropout"));
  outside.optimiser.schedule = Schedule::kConstant;  // Then bounds do not matter.
  CHECK(refusal(outside).empty());
}

TEST_CASE("AdamW takes from the weights, and from nothing else, what Adam leaves") {
  LearnerConfig config = testing::small_config();
  config.algorithm.options.set("epochs", 1);
  config.algorithm.options.set("minibatches", 1);
  config.optimiser.learning_rate = 0.01F;
  Learner adam(factory_of<Seek>(), config, 4000, 1, 1);
  config.optimiser.kind = OptimiserKind::kAdamW;
  config.optimiser.weight_decay = 0.5F;
  Learner adamw(factory_of<Seek>(), config, 4000, 1, 1);
  const TensorMap before = adam.policies().tensors();
  adam.update();
  adamw.update();
  const TensorMap plain = adam.policies().tensors(), decayed = adamw.policies().tensors();
  int weights = 0;
  for (const auto& [name, tensor] : plain) {
    INFO(name);
    if (!name.ends_with(".weight")) {
      CHECK(tensor.bytes == decayed.at(name).bytes);
      continue;
    }
    const auto was = read_tensor<float>(before, name), is = read_tensor<float>(plain, name);
    const auto less = read_tensor<float>(decayed, name);
    for (std::size_t i = 0; i < was.size(); ++i) {
      REQUIRE(less[i] == Approx(is[i] - 0.01F * 0.5F * was[i]).margin(1e-6));
    }
    ++weights;
  }
  CHECK(weights > 5);
}

}  // namespace
}  // namespace saccade
