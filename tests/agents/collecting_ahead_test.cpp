// Rollouts that are collected while an update goes on: when, and what becomes of failures.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <thread>

#include "agents/lagging_learner.h"
#include "agents/learner.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::kManySteps;
using testing::lagging;
using testing::Seek;

/// Counts its steps; fails at its step number `fails_at`.
class Counting : public Seek {
 public:
  Counting(std::atomic<int>& steps, int fails_at) : steps_(steps), fails_at_(fails_at) {}
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    ++steps_;
    if (++own_ == fails_at_) throw Error("out of order");
    return Seek::step(actions, rewards);
  }

 private:
  std::atomic<int>& steps_;
  int fails_at_;
  int own_ = 0;
};

TEST_CASE("the next rollout is collected with an update, except after the last one") {
  std::atomic<int> steps{0};
  const EnvironmentFactory factory = [&steps] { return std::make_unique<Counting>(steps, -1); };
  constexpr int kRollout = 40 * 20;
  const int lag = GENERATE(0, 1);
  CAPTURE(lag);
  Learner learner(factory, lagging(lag), 3 * kRollout, 1, 2);
  for (int update = 1; update <= 3; ++update) {
    learner.update();
    CHECK(learner.steps() == update * kRollout);
    CHECK(steps == kRollout * std::min(3, update + lag));
  }
}

TEST_CASE("an environment that fails ahead of time fails the update that needs its rollout") {
  std::atomic<int> steps{0};
  const EnvironmentFactory factory = [&steps] { return std::make_unique<Counting>(steps, 50); };
  Learner learner(factory, lagging(1), kManySteps, 1, GENERATE(1, 3));
  learner.update();
  learner.update();  // Beside which step 50 of the third rollout fails.
  const TensorMap saved = learner.save();
  CHECK_THROWS_WITH(learner.update(), Catch::Contains("out of order"));
  check_equal(saved, learner.save());
  CHECK(learner.steps() == 2 * 40 * 20);
}

TEST_CASE("an update that fails waits for what is collected beside it") {
  std::atomic<int> steps{0};
  const EnvironmentFactory factory = [&steps] { return std::make_unique<Counting>(steps, -1); };
  LearnerConfig config = lagging(1);
  config.optimiser.learning_rate = 1e30F;  // After it no number is finite.
  Learner learner(factory, config, kManySteps, 1, GENERATE(1, 3));
  CHECK_THROWS_AS(
      [&learner] {
        for (int i = 0; i < 4; ++i) learner.update();
      }(),
      Error);
  const int collected = steps;
  CHECK(collected % (40 * 20) == 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(steps == collected);
}

}  // namespace
}  // namespace saccade
