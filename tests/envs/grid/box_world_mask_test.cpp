// The mask of box-world.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "envs/grid/box_world_world.h"
#include "support/rollout.h"

using saccade::BoxWorldWorld;
using saccade::testing::OptionList;
using saccade::testing::Rollout;
using Event = BoxWorldWorld::Event;
using Move = BoxWorldWorld::Move;

namespace {

constexpr std::initializer_list<Move> kMoves = {Move::kNorth, Move::kSouth, Move::kWest,
                                                Move::kEast};

bool same_place(const BoxWorldWorld& a, const BoxWorldWorld& b) {
  return a.agent() == b.agent();
}

}  // namespace

TEST_CASE("A move can be made where it would do something, and nowhere else") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    BoxWorldWorld world({.solution_min = 2, .solution_max = 3, .distractors_max = 2});
    world.reset(seed);
    saccade::Rng rng(seed);
    for (int step = 0; step < 200; ++step) {
      for (const Move move : kMoves) {
        BoxWorldWorld next = world;
        const bool nothing = next.move(move) == Event::kNothing && same_place(world, next);
        CHECK(world.can_move(move) == !nothing);
      }
      world.move(static_cast<Move>(rng() % 4));
    }
  }
}

TEST_CASE("With mask = true no move that does nothing is allowed, unless all do nothing") {
  Rollout rollout("box-world", 3, OptionList{{"mask", true}});
  int masked = 0;
  saccade::Rng rng(3);
  while (!rollout.over()) {
    const std::vector<std::uint8_t> mask = rollout.observation().masks()[0];
    REQUIRE(mask.size() == 4);
    masked += static_cast<int>(std::count(mask.begin(), mask.end(), 0));
    CHECK(std::count(mask.begin(), mask.end(), 1) > 0);
    std::size_t move = rng() % 4;
    while (mask[move] == 0) move = (move + 1) % 4;
    rollout.choose(static_cast<int>(move));
  }
  CHECK(masked > 0);
}
