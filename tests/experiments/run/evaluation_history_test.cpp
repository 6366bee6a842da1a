#include <catch2/catch.hpp>
#include <limits>

#include "experiments/run/recent_episodes.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Means = std::vector<double>;

constexpr float kOff = kNeverStop;

EnvironmentSpec spec() {
  EnvironmentSpec spec;
  spec.outcomes = {"landed", "crashed"};
  spec.counts = {"bumps"};
  return spec;
}

EvaluationConfig config(float stop_return = kOff, int stop_count = 1) {
  EvaluationConfig config;
  config.stop_return = stop_return;
  config.stop_count = stop_count;
  return config;
}

EvaluationPoint point(std::int64_t step, double mean) {
  return {step, mean, 0.25, 20, {{"landed", 15}, {"crashed", 3}}, {{"bumps", 1.5}}};
}

/// After evaluations with these means at the steps 100, 200, ...
EvaluationHistory history_of(const EvaluationConfig& config, const Means& means) {
  EvaluationHistory history(config, spec());
  std::int64_t step = 0;
  for (const double mean : means) history.add(point(step += 100, mean));
  return history;
}

TensorMap tensors_of(const EvaluationHistory& history) {
  TensorMap tensors;
  history.save(tensors);
  return tensors;
}

EvaluationHistory restored(const EvaluationConfig& config, const TensorMap& tensors) {
  EvaluationHistory history(config, spec());
  history.restore(tensors, 1000);
  return history;
}

}  // namespace

TEST_CASE("the best evaluation has the greatest mean return") {
  CHECK_FALSE(history_of(config(), {}).best());
  const EvaluationHistory history = history_of(config(), {-3, 5, 4.5});
  CHECK(history.best()->step == 200);
  CHECK(history.best()->return_mean == 5);
  CHECK(history.last()->step == 300);
}

TEST_CASE("of evaluations with equal mean returns the latest is the best") {
  CHECK(history_of(config(), {1, 5, 5, 4}).best()->step == 300);
  EvaluationHistory history = history_of(config(), {5});
  CHECK(history.add(point(200, 5)));
  CHECK_FALSE(history.add(point(300, 4.999)));
}

TEST_CASE("evaluations end a run once enough of them in a row have reached the return") {
  const auto held = [](int count, const Means& means) {
    return history_of(config(2, count), means).has_held();
  };
  CHECK(held(1, {1, 2}));
  CHECK_FALSE(held(1, {1.99}));
  CHECK_FALSE(held(2, {1, 2}));
  CHECK(held(2, {2, 3}));
  CHECK_FALSE(held(2, {2, 1, 2}));
  CHECK(held(2, {1, 2, 2}));
  CHECK_FALSE(held(2, {}));
  CHECK(history_of(config(-2, 1), {-2}).has_held());
  CHECK_FALSE(history_of(config(kOff, 1), {1e30, 1e300}).has_held());
}

TEST_CASE("a mean as it is written reaches the return as it is written") {
  for (const double mean : {0.1, 0.3, 0.9, 475.3, -200.7}) {
    CHECK(history_of(config(static_cast<float>(mean), 1), {mean}).has_held());
  }
}

TEST_CASE("evaluations come back from tensors") {
  const EvaluationConfig holding = config(2, 2);
  const EvaluationHistory history =
      restored(holding, tensors_of(history_of(holding, {7, 1, 2, 3})));
  CHECK(history.has_held());
  CHECK(history.best()->step == 100);
  CHECK(history.last()->step == 400);
  CHECK(history.last()->return_std == 0.25);
  CHECK(history.last()->episodes == 20);
  CHECK(history.last()->outcomes == point(400, 3).outcomes);
  CHECK(history.last()->counts == point(400, 3).counts);
  EvaluationHistory one = restored(holding, tensors_of(history_of(holding, {1, 2})));
  CHECK_FALSE(one.has_held());
  one.add(point(300, 2));
  CHECK(one.has_held());
}

TEST_CASE("evaluations that held another return do not count") {
  const TensorMap tensors = tensors_of(history_of(config(2, 2), {2, 3}));
  CHECK_FALSE(restored(config(3, 2), tensors).has_held());
  CHECK_FALSE(restored(config(), tensors).has_held());
  CHECK_FALSE(tensors_of(history_of(config(), {2, 3})).contains("run.held"));
}

TEST_CASE("a run whose evaluations are not to end it is not ended by them") {
  EvaluationHistory history = history_of(config(2, 1), {2});
  history.never_stop();
  CHECK_FALSE(history.has_held());
  history.add(point(200, 3));
  CHECK_FALSE(history.has_held());
}

TEST_CASE("a checkpoint of an older version tells nothing of outcomes and of what was held") {
  TensorMap tensors = tensors_of(history_of(config(2, 1), {2}));
  for (const char* name : {"run.best_outcomes", "run.last_outcomes", "run.held"}) {
    REQUIRE(tensors.erase(name) == 1);
  }
  const EvaluationHistory history = restored(config(2, 1), tensors);
  CHECK(history.best()->return_mean == 2);
  CHECK(history.best()->episodes == 0);
  CHECK(history.best()->outcomes.empty());
  CHECK_FALSE(history.has_held());
}

TEST_CASE("tensors that no evaluations give are refused by name") {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const EvaluationConfig holding = config(2, 2);
  const TensorMap sound = tensors_of(history_of(holding, {1, 2}));
  const auto refused = [&](const std::string& name, const Means& numbers) {
    INFO(name);
    TensorMap tensors = sound;
    tensors[name] = make_tensor(numbers);
    CHECK_THROWS_WITH(restored(holding, tensors), Contains("tensor '" + name + "'"));
  };
  for (const char* name : {"run.best", "run.last"}) {
    for (const Means& numbers : {Means{-1, 0, 0}, Means{0.5, 0, 0}, Means{1e300, 0, 0},
                                 Means{1001, 0, 0}, Means{1, kNan, 0}, Means{1, 0, -1}, Means{1}}) {
      refused(name, numbers);
    }
    for (const Means& numbers : {Means{20, 15, 3}, Means{20, 15, 3, kNan}, Means{20, 0.5, 3, 1},
                                 Means{20, -1, 3, 1}, Means{1e9, 15, 3, 1}}) {
      refused(std::string(name) + "_outcomes", numbers);
    }
  }
  for (const Means& numbers : {Means{1}, Means{-1, 2}, Means{0.5, 2}, Means{kNan, 2}}) {
    refused("run.held", numbers);
  }
}

TEST_CASE("a return that ends a run wants evaluations before its end") {
  EvaluationConfig rare = config(2, 1), none = config(2, 1), off = config();
  rare.every = off.every = 0;
  none.episodes = off.episodes = 0;
  CHECK_THROWS_WITH(EvaluationHistory(rare, spec()),
                    Contains("eval.stop_return: found 2 with eval.every = 0"));
  CHECK_THROWS_WITH(EvaluationHistory(none, spec()), Contains("with eval.episodes = 0"));
  CHECK_NOTHROW(EvaluationHistory(off, spec()));
}

}  // namespace saccade
