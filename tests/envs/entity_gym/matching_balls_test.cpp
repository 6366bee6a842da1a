// Colours, masks and scores of the balls.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/rollout.h"

using saccade::Observation;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

constexpr int kBall = 1;
constexpr std::size_t kColors = 6;
constexpr std::size_t kWidth = 7;

std::size_t color_of(const Observation& seen, std::size_t ball) {
  const std::vector<float>& features = seen.rows()[kBall].features;
  std::size_t color = 0;
  while (features[ball * kWidth + color] == 0) ++color;
  return color;
}

std::size_t ball_count(const Observation& seen) {
  return seen.rows()[kBall].ids.size();
}

std::array<int, kColors> frequencies(const Observation& seen) {
  std::array<int, kColors> of_color{};
  for (std::size_t i = 0; i < ball_count(seen); ++i) ++of_color[color_of(seen, i)];
  return of_color;
}

/// Index of a ball that may be taken and whose colour is, or is not, the given one; -1 if there is
/// none.
int find_ball(const Observation& seen, std::size_t color, bool same) {
  for (std::size_t i = 0; i < ball_count(seen); ++i) {
    if (seen.masks()[0][i] != 0 && (color_of(seen, i) == color) == same) return static_cast<int>(i);
  }
  return -1;
}

/// Takes up to `most` balls of a colour and then another; returns how many it took of the colour.
int take(Rollout& rollout, std::size_t color, int most) {
  int taken = 0;
  for (int ball = 0; taken < most && !rollout.over(); ++taken) {
    ball = find_ball(rollout.observation(), color, true);
    if (ball < 0) break;
    rollout.choose(ball);
    if (!rollout.over()) CHECK(rollout.reward() == 0);
  }
  if (!rollout.over()) rollout.choose(find_ball(rollout.observation(), color, false));
  return taken;
}

}  // namespace

TEST_CASE("There are 3 to 32 balls, and every number and colour occurs") {
  std::set<std::size_t> sizes;
  std::array<int, kColors> total{};
  int balls = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const Observation seen = Rollout("matching-balls", seed).observation();
    sizes.insert(ball_count(seen));
    for (std::size_t i = 0; i < ball_count(seen); ++i) {
      const auto row =
          seen.rows()[kBall].features.begin() + static_cast<std::ptrdiff_t>(i * kWidth);
      CHECK(std::count(row, row + kColors, 1.0F) == 1);
      CHECK(row[kColors] == 0);
      CHECK(seen.masks()[0][i] == 1);
    }
    const std::array<int, kColors> of_color = frequencies(seen);
    for (std::size_t c = 0; c < kColors; ++c) total[c] += of_color[c];
    balls += static_cast<int>(ball_count(seen));
  }
  CHECK(sizes.size() == 30);
  CHECK(*sizes.begin() == 3);
  CHECK(*sizes.rbegin() == 32);
  for (const int count : total) CHECK(count == Approx(balls / 6.0).epsilon(0.08));
}

TEST_CASE("Taking n balls of a colour and then another pays n, divided by the greatest number") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Rollout rollout("matching-balls", seed);
    const std::array<int, kColors> of_color = frequencies(rollout.observation());
    const int most = *std::max_element(of_color.begin(), of_color.end());
    const std::size_t color = color_of(rollout.observation(), 0);
    const int wanted = static_cast<int>(1 + seed % 4);
    const int taken = take(rollout, color, wanted);
    CHECK(taken == std::min(wanted, of_color[color]));
    CHECK(rollout.terminated());
    CHECK(rollout.total() == Approx(static_cast<double>(taken) / most));
    std::array<float, 2> counts{};
    rollout.environment().counts(counts);
    CHECK(counts[0] == static_cast<float>(taken));
    CHECK(counts[1] == static_cast<float>(most));
  }
}

TEST_CASE("All balls of the most frequent colour are worth 1") {
  int other = 0, all = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Rollout rollout("matching-balls", seed, {{"balls_min", 1}, {"balls_max", 4}});
    const std::array<int, kColors> of_color = frequencies(rollout.observation());
    const auto color = static_cast<std::size_t>(std::max_element(of_color.begin(), of_color.end()) -
                                                of_color.begin());
    take(rollout, color, 1000);
    CHECK(rollout.total() == 1);
    const bool one_color = of_color[color] == static_cast<int>(ball_count(rollout.observation()));
    CHECK(rollout.outcome() == std::string(one_color ? "all_taken" : "other_color"));
    ++(one_color ? all : other);
  }
  CHECK(other > 50);
  CHECK(all > 20);
}

TEST_CASE("A ball that was taken stays in view and is not allowed again") {
  Rollout rollout("matching-balls", 11, {{"balls_min", 32}});
  const std::size_t color = color_of(rollout.observation(), 0);
  std::set<int> taken;
  while (true) {
    const Observation seen = rollout.observation();
    REQUIRE(ball_count(seen) == 32);
    for (int i = 0; i < 32; ++i) {
      const auto ball = static_cast<std::size_t>(i);
      CHECK(seen.masks()[0][ball] == (taken.count(i) == 0 ? 1 : 0));
      CHECK(seen.rows()[kBall].features[ball * kWidth + kColors] ==
            (taken.count(i) == 0 ? 0.0F : 1.0F));
    }
    const int next = find_ball(seen, color, true);
    if (next < 0) break;
    rollout.choose(next);
    taken.insert(next);
  }
  CHECK(taken.size() >= 2);
}

TEST_CASE("More balls at least than at most are refused") {
  CHECK_THROWS_WITH(Rollout("matching-balls", 1, {{"balls_min", 8}, {"balls_max", 4}}),
                    Catch::Contains("balls_min") && Catch::Contains("8") && Catch::Contains("4"));
  CHECK(Rollout("matching-balls", 1, {{"balls_max", 500}}).spec().max_steps == 500);
}
