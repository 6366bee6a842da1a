// Qualities, picks and ends of the cherries.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <numeric>
#include <set>
#include <vector>

#include "support/rollout.h"

using saccade::EntityId;
using saccade::Observation;
using saccade::Scene;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kCherry };

std::vector<float> qualities(const Observation& seen) {
  return seen.rows()[kCherry].features;
}

double best_half(std::vector<float> values) {
  std::sort(values.begin(), values.end(), std::greater<>());
  const auto half = static_cast<std::ptrdiff_t>(values.size() / 2);
  return std::accumulate(values.begin(), values.begin() + half, 0.0);
}

int best(const Observation& seen) {
  const std::vector<float> values = qualities(seen);
  return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

}  // namespace

TEST_CASE("The best half of the cherries is worth 1, and the spread is that of a normal") {
  double sum = 0, square = 0;
  int count = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Observation seen = Rollout("cherry-pick", seed).observation();
    REQUIRE(seen.rows()[kCherry].count() == 32);
    CHECK(seen.rows()[kSelf].width == 0);
    CHECK(best_half(qualities(seen)) == Approx(1).margin(1e-5));
    for (const float value : qualities(seen)) {
      sum += static_cast<double>(value);
      square += static_cast<double>(value * value);
      ++count;
    }
  }
  const double mean = sum / count;
  CHECK(mean == Approx(1.0 / 16 - 0.78).margin(0.05));  // Mean of the better half of 32: 0.78.
  CHECK(square / count - mean * mean == Approx(1).margin(0.07));
}

TEST_CASE("Who always picks the best cherry gets 1 in 16 picks") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Rollout rollout("cherry-pick", seed);
    while (!rollout.over()) rollout.choose(best(rollout.observation()));
    CHECK(rollout.steps() == 16);
    CHECK(rollout.terminated());
    CHECK_FALSE(rollout.truncated());
    CHECK(rollout.outcome() == "basket_full");
    CHECK(rollout.total() == Approx(1).margin(1e-5));
    float picked = 0;
    rollout.environment().counts({&picked, 1});
    CHECK(picked == 16);
  }
}

TEST_CASE("A pick pays the cherry's quality and takes it out of view; others keep their ids") {
  Rollout rollout("cherry-pick", 7);
  std::vector<EntityId> ids = rollout.observation().rows()[kCherry].ids;
  for (const int row : {3, 30, 0, 5}) {
    const std::vector<float> before = qualities(rollout.observation());
    rollout.choose(row);
    CHECK(rollout.reward() == static_cast<double>(before[static_cast<std::size_t>(row)]));
    ids.erase(ids.begin() + row);
    std::vector<float> rest = before;
    rest.erase(rest.begin() + row);
    CHECK(rollout.observation().rows()[kCherry].ids == ids);
    CHECK(qualities(rollout.observation()) == rest);
  }
}

TEST_CASE("Half of the cherries is picked, rounded down, and the best half is counted") {
  const int cherries = GENERATE(2, 5, 101);
  Rollout rollout("cherry-pick", 3, {{"cherries", cherries}});
  CHECK(best_half(qualities(rollout.observation())) == Approx(1).margin(1e-4));
  CHECK(rollout.spec().max_steps == cherries / 2);
  const double worst = static_cast<double>([&] {
    const std::vector<float> values = qualities(rollout.observation());
    return *std::min_element(values.begin(), values.end());
  }());
  const std::vector<float> values = qualities(rollout.observation());
  rollout.choose(static_cast<int>(std::min_element(values.begin(), values.end()) - values.begin()));
  CHECK(rollout.reward() == worst);
  while (!rollout.over()) rollout.choose(best(rollout.observation()));
  CHECK(rollout.steps() == cherries / 2);
  float picked = 0;
  rollout.environment().counts({&picked, 1});
  CHECK(picked == static_cast<float>(cherries / 2 - 1));
}

TEST_CASE("A single cherry is refused") {
  CHECK_THROWS_WITH(Rollout("cherry-pick", 1, {{"cherries", 1}}), Catch::Contains("cherries"));
}

TEST_CASE("The picture shows the cherries that hang") {
  Rollout rollout("cherry-pick", 2);
  for (int i = 0; i < 16; ++i) {
    Scene scene;
    rollout.environment().draw(scene);
    std::set<EntityId> anchored;
    for (const auto& shape : scene.shapes) {
      if (shape.anchor && shape.entity != saccade::kNoEntity) anchored.insert(shape.entity);
    }
    const std::vector<EntityId> ids = rollout.observation().rows()[kCherry].ids;
    std::set<EntityId> wanted(ids.begin(), ids.end());
    wanted.insert(0);
    CHECK(anchored == wanted);
    rollout.choose(i % 3);
  }
}
