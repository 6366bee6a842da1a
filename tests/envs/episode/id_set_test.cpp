#include "envs/episode/id_set.h"

#include <catch2/catch.hpp>
#include <limits>
#include <set>

#include "envs/core/random.h"
#include "support/allocations.h"

using saccade::EntityId;
using saccade::IdSet;

TEST_CASE("A set of ids knows which it has met since it began") {
  saccade::Rng rng(1);
  IdSet ids;
  for (int round = 0; round < 50; ++round) {
    const auto count = static_cast<std::size_t>(rng.integers(0, 300));
    std::set<EntityId> met;
    ids.begin(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto id = static_cast<EntityId>(rng.integers(0, round % 2 == 0 ? 400 : 1 << 30));
      CHECK(ids.insert(id) == met.insert(id).second);
    }
  }
}

TEST_CASE("A set of ids holds the largest one, and ids that share a place") {
  IdSet ids;
  ids.begin(5000);
  CHECK(ids.insert(std::numeric_limits<EntityId>::max()));
  for (EntityId i = 0; i < 4000; ++i) REQUIRE(ids.insert(i << 16));
  for (EntityId i = 0; i < 4000; ++i) REQUIRE_FALSE(ids.insert(i << 16));
  CHECK_FALSE(ids.insert(std::numeric_limits<EntityId>::max()));
}

TEST_CASE("A set of ids that was large enough once allocates nothing") {
  IdSet ids;
  ids.begin(1000);
  const std::size_t before = saccade::testing::allocations();
  for (int round = 0; round < 10; ++round) {
    ids.begin(100 * static_cast<std::size_t>(round + 1));
    for (EntityId id = 0; id < 100 * (round + 1); ++id) ids.insert(id);
  }
  CHECK(saccade::testing::allocations() == before);
}
