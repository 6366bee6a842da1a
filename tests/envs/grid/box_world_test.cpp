// Rules of box-world, and what is seen of it.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "envs/grid/box_world_scene.h"
#include "envs/grid/box_world_world.h"
#include "support/rollout.h"

using saccade::BoxCell;
using saccade::BoxItem;
using saccade::BoxLevel;
using saccade::BoxWorldSettings;
using saccade::BoxWorldWorld;
using saccade::Observation;
using saccade::testing::OptionList;
using saccade::testing::Rollout;
using Event = BoxWorldWorld::Event;
using Move = BoxWorldWorld::Move;

namespace {

enum Type { kSelf, kHeld, kKey, kContent, kGem, kLock };
constexpr BoxWorldSettings kOneBox{.solution_min = 1, .solution_max = 1, .distractors_max = 0};

BoxCell beside(BoxCell cell, Move move) {
  constexpr std::array<BoxCell, 4> kSteps = {{{0, -1}, {0, 1}, {-1, 0}, {1, 0}}};
  const BoxCell by = kSteps.at(move);
  return {cell.column + by.column, cell.row + by.row};
}

/// Whether the agent can stand there without touching anything.
bool is_free(const BoxWorldWorld& world, BoxCell cell) {
  if (std::min(cell.column, cell.row) < 1 || std::max(cell.column, cell.row) > BoxLevel::kSize) {
    return false;
  }
  return std::none_of(world.level().items.begin(), world.level().items.end(),
                      [cell](const BoxItem& item) {
                        return (item.is_locked && item.lock_place() == cell) ||
                               (!item.is_taken && item.place == cell);
                      });
}

/// The shortest way to a cell over free ones, by breadth; empty: there is none.
std::vector<Move> way(const BoxWorldWorld& world, BoxCell goal) {
  std::map<std::pair<int, int>, std::vector<Move>> ways;
  std::queue<BoxCell> open;
  const auto key = [](BoxCell cell) { return std::pair(cell.column, cell.row); };
  ways[key(world.agent())] = {};
  open.push(world.agent());
  for (; !open.empty(); open.pop()) {
    const BoxCell from = open.front();
    for (const Move move : {Move::kNorth, Move::kSouth, Move::kWest, Move::kEast}) {
      const BoxCell to = beside(from, move);
      if (ways.count(key(to)) > 0 || (!is_free(world, to) && !(to == goal))) continue;
      ways[key(to)] = ways[key(from)];
      ways[key(to)].push_back(move);
      if (to == goal) return ways[key(to)];
      open.push(to);
    }
  }
  return {};
}

/// Walks there; what the last step did.
Event walk(BoxWorldWorld& world, BoxCell goal) {
  Event event = Event::kNothing;
  for (const Move move : way(world, goal)) event = world.move(move);
  return event;
}

BoxItem item(const BoxWorldWorld& world, std::size_t index) {
  return world.level().items.at(index);
}

std::string refusal(const OptionList& options) {
  try {
    Rollout("box-world", 1, options);
  } catch (const saccade::Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("The key opens the box and is used up; then the gem can be taken from the lock's cell") {
  BoxWorldWorld world(kOneBox);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    world.reset(seed);
    const BoxItem key = item(world, 0), gem = item(world, 1);
    CHECK(walk(world, gem.lock_place()) == Event::kNothing);  // Without the key it is shut.
    CHECK_FALSE(world.agent() == gem.lock_place());
    CHECK(walk(world, gem.place) == Event::kNothing);
    CHECK_FALSE(world.agent() == gem.place);
    CHECK(walk(world, key.place) == Event::kTookKey);
    CHECK(world.agent() == key.place);
    CHECK(world.held() == 0);
    CHECK(walk(world, gem.place) == Event::kNothing);  // The content is not for the taking yet.
    CHECK(walk(world, gem.lock_place()) == Event::kOpenedBox);
    CHECK(world.agent() == gem.lock_place());
    CHECK(world.held() == -1);
    CHECK(world.move(Move::kWest) == Event::kTookGem);
  }
}

TEST_CASE("The chain can be walked to its end, and a distractor ends the episode") {
  const BoxWorldSettings settings{
      .solution_min = 3, .solution_max = 3, .distractors_min = 1, .distractors_max = 1};
  int distractors = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    BoxWorldWorld world(settings);
    world.reset(seed);
    REQUIRE(walk(world, item(world, 0).place) == Event::kTookKey);
    const BoxItem wrong = item(world, 4);
    if (wrong.lock == 1) {
      ++distractors;
      CHECK(walk(world, wrong.lock_place()) == Event::kOpenedDistractor);
      continue;
    }
    for (std::size_t box = 1; box <= 3; ++box) {
      REQUIRE(walk(world, item(world, box).lock_place()) == Event::kOpenedBox);
      REQUIRE(walk(world, item(world, box).place) ==
              (box == 3 ? Event::kTookGem : Event::kTookKey));
    }
  }
  CHECK(distractors > 15);
}

TEST_CASE("Another key replaces the one that is held") {
  const BoxWorldSettings settings{.solution_min = 2, .solution_max = 2, .distractors_max = 0};
  BoxWorldWorld world(settings);
  world.reset(4);
  walk(world, item(world, 0).place);
  walk(world, item(world, 1).lock_place());
  CHECK(walk(world, item(world, 1).place) == Event::kTookKey);
  CHECK(world.held() == 1);
  CHECK(item(world, 0).is_taken);
}

TEST_CASE("The agent does not leave the room") {
  BoxWorldWorld world(kOneBox);
  world.reset(1);
  for (int i = 0; i < 20; ++i) world.move(Move::kNorth);
  const BoxCell top = world.agent();
  CHECK(top.row >= 1);
  CHECK(world.move(Move::kNorth) == Event::kNothing);
  CHECK(world.agent() == top);
}

TEST_CASE("Rewards, outcomes and counts of the environment follow the rules") {
  int gems = 0, distractors = 0, timeouts = 0;
  saccade::Rng rng(5);
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    Rollout rollout("box-world", seed,
                    {{"solution_max", 1}, {"distractors_max", 1}, {"max_steps", 600}});
    while (!rollout.over()) rollout.choose(static_cast<int>(rng.integers(0, 4)));
    std::vector<float> counts(2);
    rollout.environment().counts(counts);
    if (rollout.outcome() == "gem") {
      ++gems;
      CHECK(rollout.terminated());
      CHECK(rollout.total() == 11);
      CHECK(counts == std::vector<float>{1, 1});
    } else if (rollout.outcome() == "distractor") {
      ++distractors;
      CHECK(rollout.terminated());
      CHECK(rollout.total() == -1);
    } else {
      ++timeouts;
      CHECK(rollout.truncated());
      CHECK(rollout.steps() == 600);
    }
  }
  CHECK(gems > 20);
  CHECK(distractors > 20);
  CHECK(timeouts > 5);
}

TEST_CASE("Entities are what lies in the room, and change their type with what happens") {
  const OptionList options = {{"solution_min", 2}, {"solution_max", 2}, {"distractors_max", 0}};
  Rollout rollout("box-world", 6, options);
  BoxWorldWorld world({.solution_min = 2, .solution_max = 2, .distractors_max = 0});
  world.reset(6);
  const auto counts = [&rollout] {
    std::vector<int> all;
    const Observation seen = rollout.observation();
    for (const auto& rows : seen.rows()) all.push_back(rows.count());
    return all;
  };
  const auto go = [&](BoxCell goal) {
    for (const Move move : way(world, goal)) {
      world.move(move);
      rollout.choose(move);
    }
  };
  CHECK(counts() == std::vector<int>{1, 0, 1, 1, 1, 2});
  go(item(world, 0).place);
  CHECK(counts() == std::vector<int>{1, 1, 0, 1, 1, 2});
  const Observation holds = rollout.observation();
  CHECK(holds.rows()[kHeld].ids[0] == saccade::box_content_id(0));
  go(item(world, 1).lock_place());
  CHECK(counts() == std::vector<int>{1, 0, 1, 0, 1, 1});  // The content is loose now.
  CHECK(rollout.observation().rows()[kKey].ids[0] == saccade::box_content_id(1));
  const std::vector<float> self = rollout.self();
  const BoxCell lock = item(world, 1).lock_place();
  CHECK(self[0] == Approx((lock.column - 6.5) / 6));
  CHECK(self[1] == Approx((6.5 - lock.row) / 6));
}

TEST_CASE("A colour is one of twenty features, or red, green and blue; a key has its lock's") {
  for (const bool rgb : {false, true}) {
    const std::size_t width = rgb ? 3 : 20;
    const OptionList options = {{"solution_max", 1},
                                {"distractors_max", 0},
                                {"colours", std::string(rgb ? "rgb" : "one_hot")}};
    const Observation seen = Rollout("box-world", 7, options).observation();
    const std::vector<float>& key = seen.rows()[kKey].features;
    const std::vector<float>& lock = seen.rows()[kLock].features;
    REQUIRE(key.size() == 2 + width);
    CHECK(std::equal(key.begin() + 2, key.end(), lock.begin() + 2));
    CHECK(*std::max_element(key.begin() + 2, key.end()) == Approx(rgb ? 0.7 : 1));
    CHECK(seen.rows()[kHeld].width == static_cast<int>(width));
  }
}

TEST_CASE("The image is the original's picture of the room") {
  BoxWorldWorld world(kOneBox);
  world.reset(8);
  Rollout rollout(
      "box-world", 8,
      {{"solution_max", 1}, {"distractors_max", 0}, {"image", true}, {"entities", false}});
  const auto pixel = [&rollout](BoxCell cell) {
    const std::vector<float> all = rollout.observation().images()[0].pixels;
    REQUIRE(all.size() == 14 * 14 * 3);
    const auto first = static_cast<std::size_t>(3 * (cell.row * 14 + cell.column));
    return std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(first),
                              all.begin() + static_cast<std::ptrdiff_t>(first) + 3);
  };
  const std::vector<float> border(3, 0), gem(3, 0.999F), agent(3, 0.5F), ground(3, 0.8F);
  CHECK(rollout.observation().rows().size() == 1);
  CHECK(pixel({0, 0}) == border);
  CHECK(pixel({13, 5}) == border);
  CHECK(pixel(item(world, 1).place) == gem);
  CHECK(pixel(world.agent()) == agent);
  const BoxCell key = item(world, 0).place;
  const std::vector<float> colour = pixel(key);
  CHECK(colour == pixel(item(world, 1).lock_place()));
  for (const Move move : way(world, key)) rollout.choose(move);
  CHECK(pixel({0, 0}) == colour);   // Held now.
  CHECK(pixel({1, 12}) == ground);  // Never taken at the start.
}

TEST_CASE("Options of box-world that contradict each other are refused") {
  const std::string made = "environment box-world: could not be made: option ";
  CHECK(refusal({{"solution_min", 5}}) ==
        made + "solution_min: found 5, wanted at most solution_max = 4");
  CHECK(refusal({{"distractors_min", 3}, {"distractors_max", 2}}) ==
        made + "distractors_min: found 3, wanted at most distractors_max = 2");
  CHECK(refusal({{"solution_max", 10}, {"distractor_length", 2}}) ==
        made +
            "solution_max + distractors_max x distractor_length: found 18 boxes, wanted at most "
            "14");
}
