// The grid of the treasure hunt: places, moves, ends.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "support/rollout.h"

using saccade::EntityId;
using saccade::Observation;
using saccade::Scene;
using saccade::Vec2;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kTreasure, kTrap };
enum Move { kUp, kDown, kLeft, kRight };
using Place = std::pair<int, int>;

Place place(Vec2 at) {
  return {static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y))};
}

std::set<Place> places(const Observation& seen, Type type) {
  std::set<Place> found;
  for (const Vec2 at : seen.rows()[type].positions) found.insert(place(at));
  return found;
}

Place hunter(const Rollout& rollout) {
  return place(rollout.observation().rows()[kSelf].positions[0]);
}

Place after(Place from, int move) {
  constexpr int kX[] = {0, 0, -1, 1}, kY[] = {1, -1, 0, 0};
  return {std::clamp(from.first + kX[move], -10, 10), std::clamp(from.second + kY[move], -10, 10)};
}

/// The first move of a shortest way to a treasure around the traps; -1 if there is no way.
int toward_treasure(const Observation& seen) {
  const std::set<Place> treasures = places(seen, kTreasure), traps = places(seen, kTrap);
  const Place start = place(seen.rows()[kSelf].positions[0]);
  std::map<Place, int> first_move{{start, -1}};
  std::vector<Place> queue{start};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Place from = queue[i];
    if (treasures.count(from) != 0) return first_move[from];
    for (int move = 0; move < 4; ++move) {
      const Place to = after(from, move);
      if (traps.count(to) != 0 || first_move.count(to) != 0) continue;
      first_move[to] = from == start ? move : first_move[from];
      queue.push_back(to);
    }
  }
  return -1;
}

}  // namespace

TEST_CASE("Treasures and traps lie within 5 cells of the hunter, each in a cell of its own") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Rollout rollout("treasure-hunt", seed);
    const Observation seen = rollout.observation();
    CHECK(hunter(rollout) == Place{0, 0});
    std::set<Place> all = places(seen, kTreasure);
    CHECK(all.size() == 5);
    const std::set<Place> traps = places(seen, kTrap);
    all.insert(traps.begin(), traps.end());
    CHECK(all.size() == 10);
    CHECK(all.count({0, 0}) == 0);
    for (const Place& at : all) CHECK(std::max(std::abs(at.first), std::abs(at.second)) <= 5);
  }
}

TEST_CASE("Each cell but the middle is used, also where all are taken") {
  std::set<Place> used;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Observation seen = Rollout("treasure-hunt", seed).observation();
    for (const Type type : {kTreasure, kTrap}) {
      for (const Place& at : places(seen, type)) used.insert(at);
    }
  }
  CHECK(used.size() == 120);
  const Observation full =
      Rollout("treasure-hunt", 1, {{"treasures", 60}, {"traps", 60}}).observation();
  CHECK(places(full, kTreasure).size() == 60);
  CHECK(places(full, kTrap).size() == 60);
}

TEST_CASE("Features are places in units of 10 cells") {
  const Observation seen = Rollout("treasure-hunt", 3).observation();
  for (const Type type : {kTreasure, kTrap}) {
    for (std::size_t row = 0; row < 5; ++row) {
      const auto& rows = seen.rows()[type];
      CHECK(rows.features[2 * row] * 10 == Approx(rows.positions[row].x));
      CHECK(rows.features[2 * row + 1] * 10 == Approx(rows.positions[row].y));
    }
  }
}

TEST_CASE("Each move goes one cell, and none beyond the edge") {
  const int move = GENERATE(0, 1, 2, 3);
  Rollout rollout("treasure-hunt", 5, {{"traps", 0}, {"treasures", 60}});
  for (int i = 0; i < 14; ++i) {
    const Place before = hunter(rollout);
    const bool pays = places(rollout.observation(), kTreasure).count(after(before, move)) != 0;
    rollout.choose(move);
    CHECK(hunter(rollout) == after(before, move));
    CHECK(rollout.reward() == (pays ? 1 : 0));
  }
  const Place at = hunter(rollout);
  CHECK(std::max(std::abs(at.first), std::abs(at.second)) == 10);
  CHECK(rollout.self()[move < 2 ? 1 : 0] == (move == kUp || move == kRight ? 1.0F : -1.0F));
}

TEST_CASE("Who goes around the traps finds all treasures") {
  int all = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Rollout rollout("treasure-hunt", seed);
    int left = 5;
    while (!rollout.over()) {
      const int move = toward_treasure(rollout.observation());
      if (move < 0) break;  // Traps enclose what is left.
      rollout.choose(move);
      left -= static_cast<int>(rollout.reward());
      CHECK(rollout.observation().rows()[kTreasure].count() == left);
    }
    if (!rollout.over()) continue;
    ++all;
    CHECK(rollout.terminated());
    CHECK(rollout.outcome() == "all_found");
    CHECK(rollout.total() == 5);
    float found = 0;
    rollout.environment().counts({&found, 1});
    CHECK(found == 5);
  }
  CHECK(all >= 97);
}

TEST_CASE("A trap ends the hunt without reward") {
  int trapped = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Rollout rollout("treasure-hunt", seed);
    const std::set<Place> traps = places(rollout.observation(), kTrap);
    for (int move = 0; move < 4; ++move) {
      if (traps.count(after({0, 0}, move)) == 0) continue;
      rollout.choose(move);
      ++trapped;
      CHECK(rollout.terminated());
      CHECK(rollout.outcome() == "trapped");
      CHECK(rollout.reward() == 0);
      break;
    }
  }
  CHECK(trapped > 3);
}

TEST_CASE("The hunt is over after 200 steps, or as many as are asked for") {
  const int steps = GENERATE(200, 12);
  Rollout rollout("treasure-hunt", 2, {{"traps", 0}, {"max_steps", steps}});
  while (!rollout.over()) rollout.choose(kUp);
  CHECK(rollout.steps() == steps);
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.outcome() == "timeout");
}

TEST_CASE("The picture shows who is in view where it is") {
  Rollout rollout("treasure-hunt", 9, {{"traps", 3}});
  for (int i = 0; i < 6 && !rollout.over(); ++i) {
    const Observation seen = rollout.observation();
    Scene scene;
    rollout.environment().draw(scene);
    std::set<EntityId> anchored, wanted;
    for (const auto& shape : scene.shapes) {
      if (shape.anchor && shape.entity != saccade::kNoEntity) anchored.insert(shape.entity);
    }
    for (const auto& rows : seen.rows()) wanted.insert(rows.ids.begin(), rows.ids.end());
    CHECK(anchored == wanted);
    rollout.choose(toward_treasure(seen));
  }
}
