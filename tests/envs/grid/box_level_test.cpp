// How levels of box-world are drawn, and how a random policy fares in them.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <vector>

#include "envs/grid/box_level.h"
#include "envs/grid/box_world_world.h"

using saccade::BoxCell;
using saccade::BoxItem;
using saccade::BoxLevel;
using saccade::BoxWorldSettings;
using saccade::BoxWorldWorld;
using Event = BoxWorldWorld::Event;
using Move = BoxWorldWorld::Move;

namespace {

struct Share {
  double gem = 0, distractor = 0, reward = 0, length = 0;
};

/// Of episodes of a uniformly random policy.
Share play_at_random(const BoxWorldSettings& settings, int max_steps, int episodes) {
  BoxWorldWorld world(settings);
  saccade::Rng rng(17);
  Share sum;
  for (int episode = 0; episode < episodes; ++episode) {
    world.reset(static_cast<std::uint64_t>(episode));
    int steps = 0;
    for (Event event = Event::kNothing; steps < max_steps;) {
      event = world.move(static_cast<Move>(rng.integers(0, 4)));
      ++steps;
      if (event == Event::kOpenedBox) sum.reward += 1;
      if (event == Event::kOpenedDistractor) sum.reward -= 1, ++sum.distractor;
      if (event == Event::kTookGem) sum.reward += 10, ++sum.gem;
      if (event == Event::kTookGem || event == Event::kOpenedDistractor) break;
    }
    sum.length += steps;
  }
  return {sum.gem / episodes, sum.distractor / episodes, sum.reward / episodes,
          sum.length / episodes};
}

}  // namespace

TEST_CASE("A level is a chain from the loose key to the gem, and branches that leave it") {
  std::array<int, 5> solutions{}, branches{};
  saccade::Rng rng(1);
  for (int i = 0; i < 5000; ++i) {
    const BoxLevel level = BoxLevel::draw({}, rng);
    const auto gem =
        static_cast<int>(std::find_if(level.items.begin(), level.items.end(),
                                      [](const BoxItem& box) { return box.is_gem(); }) -
                         level.items.begin());
    ++solutions.at(static_cast<std::size_t>(gem));
    ++branches.at(level.items.size() - static_cast<std::size_t>(gem) - 1);
    for (int k = 0; k < static_cast<int>(level.items.size()); ++k) {
      const BoxItem& box = level.items[static_cast<std::size_t>(k)];
      REQUIRE(box.is_distractor == (k > gem));
      REQUIRE(box.is_locked == (k > 0));
      if (k <= gem) REQUIRE(box.lock == k);
      if (k < gem) REQUIRE(box.content == k + 1);
      if (k > gem) REQUIRE((box.lock >= 1 && box.lock <= gem));
      if (k > gem) REQUIRE((box.content > gem && box.content < 20));
    }
    std::set<int> colours(level.colour_of.begin() + 1, level.colour_of.end());
    REQUIRE(colours.size() == 20);
  }
  for (const int count : branches) CHECK(std::abs(count - 1000) < 150);
  for (std::size_t k = 1; k < 5; ++k) CHECK(std::abs(solutions[k] - 1250) < 160);
}

TEST_CASE("A longer branch is a chain of its own") {
  saccade::Rng rng(2);
  const BoxLevel level = BoxLevel::draw({.solution_min = 2,
                                         .solution_max = 2,
                                         .distractors_min = 2,
                                         .distractors_max = 2,
                                         .distractor_length = 3},
                                        rng);
  REQUIRE(level.items.size() == 9);
  for (const std::size_t first : {3U, 6U}) {
    CHECK(level.items[first].lock <= 2);
    for (std::size_t k = first + 1; k < first + 3; ++k) {
      CHECK(level.items[k].lock == level.items[k - 1].content);
      CHECK(level.items[k].is_distractor);
    }
  }
}

TEST_CASE("No box touches another or the border, and the agent starts on a free cell") {
  saccade::Rng rng(3);
  for (int i = 0; i < 500; ++i) {
    const BoxLevel level = BoxLevel::draw({}, rng);
    for (std::size_t a = 0; a < level.items.size(); ++a) {
      const BoxCell place = level.items[a].place;
      REQUIRE((place.column >= 2 && place.column <= 9));
      REQUIRE((place.row >= 2 && place.row <= 11));
      for (std::size_t b = 0; b < a; ++b) {
        const BoxCell other = level.items[b].place;
        const int left = std::min(place.column, other.column);
        const int gap = std::max(place.column, other.column) - left;
        REQUIRE((gap >= 3 || std::abs(place.row - other.row) >= 2 ||
                 (gap >= 2 && (level.items[a].lock == 0 || level.items[b].lock == 0))));
      }
      REQUIRE_FALSE(level.agent == place);
      REQUIRE_FALSE((level.items[a].is_locked && level.agent == level.items[a].lock_place()));
    }
    REQUIRE((level.agent.column >= 1 && level.agent.column <= 11));
    REQUIRE((level.agent.row >= 2 && level.agent.row <= 11));
  }
}

// A random policy in the original program: gem 0.0079 of 35,000 episodes, distractor 0.049, return
// 0.082, length 118.3; with another rewriting of it 0.0068, 0.047, 0.074, 118.4 of 100,000.
TEST_CASE("A random policy fares as in the original") {
  const Share share = play_at_random({}, 121, 10000);
  CHECK(share.gem == Approx(0.0073).margin(0.004));
  CHECK(share.distractor == Approx(0.048).margin(0.009));
  CHECK(share.reward == Approx(0.078).margin(0.05));
  CHECK(share.length == Approx(118.4).margin(0.8));
}

// There, of 500 episodes: 0.296, 0.164, 3.42; with the rewriting 0.303, 0.168, 3.52 of 6,000.
TEST_CASE("A random policy fares as in the original in easy levels with much time") {
  const Share share = play_at_random(
      {.solution_min = 1, .solution_max = 2, .distractors_min = 0, .distractors_max = 1}, 801,
      3000);
  CHECK(share.gem == Approx(0.303).margin(0.04));
  CHECK(share.distractor == Approx(0.168).margin(0.035));
  CHECK(share.reward == Approx(3.52).margin(0.45));
}
