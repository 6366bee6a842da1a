// Who names whom, and which door is open.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "envs/relations/relay_world.h"
#include "support/rollout.h"

using saccade::Observation;
using saccade::RelayKey;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kMessage, kDoor };

/// `size` features of a row, from `first` on.
RelayKey key(const Observation& seen, Type type, std::size_t row, std::size_t first,
             std::size_t size) {
  const Observation::Rows& rows = seen.rows()[type];
  const auto begin =
      rows.features.begin() +
      static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(rows.width) + first);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

/// The door that the agent's key leads to over `hops` messages, found by what is seen alone.
int follow(const Observation& seen, int hops) {
  const std::size_t size = seen.rows()[kSelf].features.size();
  RelayKey wanted = seen.rows()[kSelf].features;
  const auto count = [&seen](Type type) { return seen.rows()[type].ids.size(); };
  for (int hop = 0; hop < hops; ++hop) {
    std::size_t row = 0;
    while (row < count(kMessage) && key(seen, kMessage, row, 0, size) != wanted) ++row;
    REQUIRE(row < count(kMessage));
    wanted = key(seen, kMessage, row, size, size);
  }
  for (std::size_t row = 0; row < count(kDoor); ++row) {
    if (key(seen, kDoor, row, 0, size) == wanted) return static_cast<int>(row);
  }
  FAIL("no door has the key that is named");
  return -1;
}

std::string refusal(const OptionList& options) {
  try {
    Rollout("relay", 1, options);
  } catch (const saccade::Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("The door at the end of the chain is open, and no other") {
  const int hops = GENERATE(1, 2, 3);
  const std::string keys = GENERATE(as<std::string>{}, "signs", "real");
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const OptionList options = {{"hops_min", hops}, {"hops_max", hops}, {"keys", keys}};
    const int open = follow(Rollout("relay", seed, options).observation(), hops);
    for (int door = 0; door < 4; ++door) {
      Rollout rollout("relay", seed, options);
      rollout.choose(door);
      CHECK(rollout.terminated());
      CHECK(rollout.total() == (door == open ? 1 : 0));
      CHECK(rollout.outcome() == (door == open ? "open" : "closed"));
    }
  }
}

TEST_CASE("The chain of the world is the one that is seen") {
  saccade::RelayWorld world({.doors = 5, .hops_min = 3, .hops_max = 3});
  world.reset(7);
  REQUIRE(world.chain().size() == 3);
  RelayKey wanted = world.own_key();
  for (int level = 0; level < 3; ++level) {
    const auto& message =
        world.messages()[static_cast<std::size_t>(world.chain()[static_cast<std::size_t>(level)])];
    CHECK(message.key == wanted);
    CHECK(message.level == level);
    wanted = message.names;
  }
  CHECK(world.doors()[static_cast<std::size_t>(world.open_door())] == wanted);
}

TEST_CASE("All keys differ, and each door and later message is named exactly once") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    saccade::RelayWorld world({.doors = 4, .hops_min = 2, .hops_max = 2, .key_size = 5});
    world.reset(seed);
    std::set<RelayKey> found(world.doors().begin(), world.doors().end());
    std::multiset<RelayKey> named;
    for (const auto& message : world.messages()) {
      found.insert(message.key);
      named.insert(message.names);
    }
    CHECK(found.size() == 12);
    CHECK(world.messages().size() == 8);
    for (const RelayKey& door : world.doors()) CHECK(named.count(door) == 1);
    for (const auto& message : world.messages()) {
      CHECK(named.count(message.key) == (message.level == 1 ? 1 : 0));
    }
  }
}

TEST_CASE("Neither the order of doors nor that of messages tells the open door") {
  constexpr int kEpisodes = 2000;
  std::array<int, 4> open{};
  std::array<int, 8> first{};
  for (std::uint64_t seed = 0; seed < kEpisodes; ++seed) {
    saccade::RelayWorld world({.doors = 4, .hops_min = 2, .hops_max = 2});
    world.reset(seed);
    ++open.at(static_cast<std::size_t>(world.open_door()));
    ++first.at(static_cast<std::size_t>(world.chain()[0]));
  }
  // Five standard deviations of a binomial.
  for (const int count : open) CHECK(std::abs(count - kEpisodes / 4) < 97);
  for (const int count : first) CHECK(std::abs(count - kEpisodes / 8) < 74);
}

TEST_CASE("A key has as many numbers as are asked for: signs, or real ones") {
  const Observation signs = Rollout("relay", 1, {{"key_size", 5}}).observation();
  CHECK(signs.rows()[kSelf].width == 5);
  CHECK(signs.rows()[kMessage].width == 10);
  CHECK(signs.rows()[kDoor].width == 5);
  for (const float number : signs.rows()[kMessage].features) CHECK(std::abs(number) == 1);
  const Observation real = Rollout("relay", 1, {{"keys", std::string("real")}}).observation();
  for (const float number : real.rows()[kMessage].features) {
    CHECK(std::abs(number) <= 1);
    CHECK(std::abs(number) != 1);
  }
}

TEST_CASE("Every number of hops from the least to the most occurs, and messages look the same") {
  std::array<int, 4> hops{};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    saccade::RelayWorld world({.doors = 3, .hops_min = 2, .hops_max = 3});
    world.reset(seed);
    ++hops.at(world.chain().size());
    CHECK(world.messages().size() == 9);
    CHECK(world.messages()[static_cast<std::size_t>(world.chain().back())].level == 2);
  }
  CHECK(hops[1] == 0);
  CHECK(hops[2] > 100);
  CHECK(hops[3] > 100);
}

TEST_CASE("Options of the doors that contradict each other are refused") {
  CHECK(refusal({{"hops_min", 2}}) ==
        "environment relay: could not be made: option hops_min: found 2, wanted at most hops_max "
        "= 1");
  CHECK(refusal({{"key_size", 3}}) ==
        "environment relay: could not be made: option key_size: found 3, which gives 8 keys of "
        "signs, wanted at least "
        "twice the 8 that doors and messages have");
  CHECK(refusal({{"key_size", 4}}).empty());
  CHECK(refusal({{"key_size", 1}, {"keys", std::string("real")}}).empty());
  CHECK_THAT(refusal({{"hops_max", 5}}), Catch::Contains("hops_max"));
}
