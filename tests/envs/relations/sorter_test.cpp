// Order, masks and ends of the ring of tiles.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "envs/relations/sorter_scene.h"
#include "envs/relations/sorter_world.h"
#include "support/rollout.h"

using saccade::Observation;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kTile };

const OptionList kGone = {{"visited", std::string("gone")}};
const OptionList kMasked = {{"visited", std::string("masked")}};
const OptionList kCosts = {{"mistake", std::string("costs")}};

std::vector<float> numbers(const Observation& seen) {
  const Observation::Rows& rows = seen.rows()[kTile];
  std::vector<float> all;
  for (std::size_t i = 0; i < rows.ids.size(); ++i) {
    all.push_back(rows.features[i * static_cast<std::size_t>(rows.width)]);
  }
  return all;
}

/// The candidate with the least number above `last`: found by what is seen alone.
int next(const Rollout& rollout) {
  const std::vector<float> all = numbers(rollout.observation());
  const float last = rollout.self()[0];
  int best = -1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] <= last) continue;
    if (best < 0 || all[i] < all[static_cast<std::size_t>(best)]) best = static_cast<int>(i);
  }
  return best;
}

int greatest(const Rollout& rollout) {
  const std::vector<float> all = numbers(rollout.observation());
  return static_cast<int>(std::max_element(all.begin(), all.end()) - all.begin());
}

std::string refusal(const OptionList& options) {
  try {
    Rollout("sorter", 1, options);
  } catch (const saccade::Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Who visits the tiles in ascending order earns 1 in all and has sorted them") {
  const OptionList options = GENERATE(OptionList{}, kGone, kMasked, kCosts);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Rollout rollout("sorter", seed, options);
    for (int i = 0; i < 8; ++i) {
      REQUIRE_FALSE(rollout.over());
      CHECK(rollout.self()[1] == Approx((8 - i) / 8.0));
      rollout.choose(next(rollout));
      CHECK(rollout.reward() == Approx(1.0 / 8));
    }
    CHECK(rollout.terminated());
    CHECK(rollout.outcome() == "sorted");
    CHECK(rollout.total() == Approx(1));
    CHECK(rollout.self()[1] == 0);
  }
}

TEST_CASE("A wrong pick ends the episode, or costs what a right one earns") {
  Rollout ends("sorter", 3);
  ends.choose(next(ends));
  ends.choose(greatest(ends));
  CHECK(ends.reward() == 0);
  CHECK(ends.terminated());
  CHECK(ends.outcome() == "wrong");

  Rollout costs("sorter", 3, kCosts);
  costs.choose(greatest(costs));
  CHECK(costs.reward() == Approx(-1.0 / 8));
  CHECK_FALSE(costs.over());
  CHECK(costs.self() == std::vector<float>{0, 1});  // The tile was not visited.
  std::vector<float> counts(2);
  costs.choose(next(costs));
  costs.environment().counts(counts);
  CHECK(counts == std::vector<float>{1, 1});
}

TEST_CASE("An episode of mistakes is truncated after max_steps") {
  Rollout rollout("sorter", 3, {{"mistake", std::string("costs")}, {"max_steps", 9}});
  for (int i = 0; i < 9; ++i) {
    REQUIRE_FALSE(rollout.over());
    rollout.choose(greatest(rollout));
  }
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.outcome() == "timeout");
}

TEST_CASE("A visited tile is marked and masked, gone, or as before") {
  Rollout masked("sorter", 5, kMasked), gone("sorter", 5, kGone), open("sorter", 5);
  const int first = next(masked);
  const auto row = static_cast<std::size_t>(first);
  CHECK(masked.observation().masks()[0] == std::vector<std::uint8_t>(8, 1));
  for (Rollout* rollout : {&masked, &gone, &open}) rollout->choose(first);

  const Observation seen = masked.observation();
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(seen.masks()[0][i] == (i == row ? 0 : 1));
    CHECK(seen.rows()[kTile].features[2 * i + 1] == (i == row ? 1 : 0));
  }
  CHECK(masked.self()[0] == numbers(seen)[row]);

  const std::vector<saccade::EntityId> left = gone.observation().rows()[kTile].ids;
  CHECK(left.size() == 7);
  CHECK(std::count(left.begin(), left.end(), saccade::kFirstTileId + first) == 0);
  CHECK(gone.observation().masks()[0].empty());

  CHECK(open.observation().rows()[kTile].ids.size() == 8);
  CHECK(open.observation().rows()[kTile].width == 1);
  open.choose(first);  // Allowed, and wrong.
  CHECK(open.outcome() == "wrong");
}

TEST_CASE("Numbers differ, are whole ones over the highest, or real") {
  const OptionList most = {{"tiles_min", 20}, {"tiles_max", 20}, {"highest", 20}};
  std::vector<float> all = numbers(Rollout("sorter", 1, most).observation());
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i < 20; ++i) CHECK(all[i] == static_cast<float>(i + 1) / 20);

  std::set<float> real;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Rollout rollout("sorter", seed, {{"numbers", std::string("real")}});
    for (const float number : numbers(rollout.observation())) {
      CHECK(number >= 0);
      CHECK(number <= 1);
      real.insert(number);
    }
  }
  CHECK(real.size() > 790);
}

TEST_CASE("Every number of tiles from the least to the most occurs") {
  std::set<std::size_t> found;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Rollout rollout("sorter", seed, {{"tiles_min", 1}, {"tiles_max", 5}});
    found.insert(numbers(rollout.observation()).size());
  }
  CHECK(found == std::set<std::size_t>{1, 2, 3, 4, 5});
}

TEST_CASE("Tiles lie clockwise on a circle of radius 1, the first at the top") {
  const saccade::Vec2 top = saccade::tile_place(0, 4), right = saccade::tile_place(1, 4);
  CHECK(top.x == Approx(0).margin(1e-6));
  CHECK(top.y == Approx(1));
  CHECK(right.x == Approx(1));
  CHECK(right.y == Approx(0).margin(1e-6));
}

TEST_CASE("Options of the ring that contradict each other are refused") {
  CHECK(refusal({{"tiles_min", 9}}) ==
        "environment sorter: could not be made: option tiles_min: found 9, wanted at most "
        "tiles_max = 8");
  CHECK(refusal({{"max_steps", 7}}) ==
        "environment sorter: could not be made: option max_steps: found 7, wanted at least "
        "tiles_max = 8");
  CHECK_THAT(refusal({{"tiles_max", 21}}), Catch::Contains("tiles_max"));
}
