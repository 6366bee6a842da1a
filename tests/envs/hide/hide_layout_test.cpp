// Where an episode of `hide-and-seek` begins.
#include "envs/hide/hide_layout.h"

#include <catch2/catch.hpp>
#include <set>

namespace {

bool is_in_room(b2Vec2 place) {
  return place.x > 0 && place.y < 0;
}

}  // namespace

TEST_CASE("Hiders and boxes begin in the room, seekers outside, and nothing overlaps") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    saccade::Rng rng(seed);
    const saccade::HideLayout layout = make_hide_layout({}, rng);
    REQUIRE(layout.agents.size() == 4);
    REQUIRE(layout.boxes.size() == 2);
    CHECK(is_in_room(layout.agents[0].position));
    CHECK(is_in_room(layout.agents[1].position));
    CHECK_FALSE(is_in_room(layout.agents[2].position));
    CHECK_FALSE(is_in_room(layout.agents[3].position));
    for (std::size_t b = 0; b < 2; ++b) {
      CHECK(is_in_room(layout.boxes[b].position));
      for (const auto& agent : layout.agents) {
        CHECK(b2Distance(agent.position, layout.boxes[b].position) > 0.4 + 0.7);
      }
    }
  }
}

TEST_CASE("The room has one doorway or two, 1.2 m wide") {
  std::set<std::size_t> found;
  std::set<bool> sides;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    saccade::Rng rng(seed);
    const saccade::HideLayout layout = make_hide_layout({}, rng);
    const std::size_t inner = layout.walls.size() - 4;
    REQUIRE((inner == 3 || inner == 4));
    found.insert(inner);
    for (std::size_t i = 4; i + 1 < layout.walls.size(); ++i) {
      const b2Vec2 end = layout.walls[i].to, next = layout.walls[i + 1].from;
      if (end == next) continue;  // The corner of the room.
      CHECK(b2Distance(end, next) == Approx(1.2 + 2 * 0.15).margin(1e-5));
      if (inner == 3) sides.insert(end.x == 0);
    }
  }
  CHECK(found.size() == 2);
  CHECK(sides.size() == 2);
}
