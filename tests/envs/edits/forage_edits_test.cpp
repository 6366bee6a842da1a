// Edits of forage, with what follows from them by hand.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/edits/edited.h"

namespace saccade {
namespace {

using testing::ids_of;
using testing::move_to;
using testing::new_one;
using testing::refusal_of;
using testing::removal_of;
using testing::seen_at;

enum Type { kSelf, kFood, kPoison, kHunter, kCrate };

/// One piece of food and nothing else; up to so many of the rest.
EpisodeRunner arena(int most = 2) {
  testing::OptionList options = {{"food_min", 1}, {"food_max", most}};
  for (const char* what : {"poison", "hunters", "crates"}) {
    options.emplace_back(std::string(what) + "_min", 0);
    options.emplace_back(std::string(what) + "_max", most);
  }
  EpisodeRunner runner = testing::episode_of("forage", options);
  while (!ids_of(runner, kCrate).empty()) runner.edit(removal_of(ids_of(runner, kCrate)[0]));
  for (const std::size_t type : {kPoison, kHunter}) {
    for (const EntityId id : ids_of(runner, type)) runner.edit(removal_of(id));
  }
  while (ids_of(runner, kFood).size() > 1) runner.edit(removal_of(ids_of(runner, kFood)[0]));
  runner.edit(move_to(0, {0, 0}));
  return runner;
}

void wait(EpisodeRunner& runner) {
  runner.step(std::vector<float>{0});
}

}  // namespace

TEST_CASE("forage: food at the agent is eaten, and grows again as another") {
  EpisodeRunner runner = arena();
  REQUIRE(ids_of(runner, kFood).size() == 1);
  const EntityId food = ids_of(runner, kFood)[0];
  runner.edit(move_to(food, {5, -3}));
  CHECK(seen_at(runner, food) == Vec2{5, -3});
  CHECK(runner.observation(0).rows()[kFood].features[0] == Approx(0.5));
  wait(runner);
  CHECK(runner.rewards()[0] == 0);
  runner.edit(move_to(0, {5, -2.5F}));
  wait(runner);
  CHECK(runner.rewards()[0] == 1);
  CHECK_FALSE(seen_at(runner, food));
  CHECK(ids_of(runner, kFood).size() == 1);
}

TEST_CASE("forage: a new crate hides what is behind it until it is gone") {
  EpisodeRunner runner = arena();
  const EntityId food = ids_of(runner, kFood)[0];
  runner.edit(move_to(food, {6, 0}));
  const EntityId crate = runner.edit(new_one("crate", {2.5F, 0}));
  CHECK(seen_at(runner, crate) == Vec2{2.5F, 0});
  CHECK_FALSE(seen_at(runner, food));
  runner.edit(move_to(crate, {2.5F, 3}));
  CHECK(seen_at(runner, food));
  runner.edit(move_to(crate, {2.5F, 0}));
  wait(runner);
  CHECK_FALSE(seen_at(runner, food));
  runner.edit(removal_of(crate));
  CHECK(seen_at(runner, food));
}

TEST_CASE("forage: a hunter beside the agent strikes, and new poison is eaten") {
  EpisodeRunner runner = arena();
  runner.edit(move_to(ids_of(runner, kFood)[0], {8, 8}));
  const EntityId hunter = runner.edit(new_one("hunter", {1, 0}));
  wait(runner);
  CHECK(runner.rewards()[0] == -3);
  CHECK(runner.observation(0).rows()[kHunter].features[9] == 1);  // It is dazed.
  runner.edit(removal_of(hunter));
  runner.edit(move_to(0, {-5, 0}));
  runner.edit(new_one("poison", {-5, 0.5F}));
  wait(runner);
  CHECK(runner.rewards()[0] == -1);
}

TEST_CASE("forage: places are within the walls") {
  EpisodeRunner runner = arena();
  runner.edit(move_to(0, {100, -100}));
  CHECK(seen_at(runner, 0) == Vec2{9.5F, -9.5F});  // Radius 0.5, walls at 10.
  const EntityId poison = runner.edit(new_one("poison", {-50, 0}));
  CHECK(seen_at(runner, poison)->x == Approx(-10 + 0.425));
}

TEST_CASE("forage: the agent stays, and there are never more than the options allow") {
  EpisodeRunner runner = arena(1);
  CHECK(refusal_of(runner, removal_of(0)) ==
        "removal of entity 0: found the agent, which stays, wanted anything else");
  CHECK(refusal_of(runner, new_one("food", {1, 1})) ==
        "new entity of type food: found 1 of them already, wanted less than 1, the most that there "
        "may be");
  CHECK(refusal_of(runner, new_one("wall", {1, 1})) ==
        "new entity of type wall: found a type of which none can be added, wanted food, poison, "
        "hunter or crate");
  CHECK(refusal_of(runner, removal_of(99)) ==
        "removal of entity 99: found no entity of that id, wanted the id of one that is there");
}

}  // namespace saccade
