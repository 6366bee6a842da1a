// wrap.fixed_count: what is promised, and that the promise is kept.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "support/rollout.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::builtin_world;
using testing::Names;
using testing::refusal_of;
using testing::World;

std::string refusal(const Names& promises, const World& world = builtin_world("minefield")) {
  return refusal_of(world, {{"fixed_count", promises}});
}

}  // namespace

TEST_CASE("a promised number is part of the description and changes nothing else") {
  const World world = builtin_world("minefield", {{"max_steps", 20}});
  const EnvironmentFactory plain = world.factory();
  const EnvironmentFactory fixed = world.factory({{"fixed_count", Names{"mine=10"}}});
  EnvironmentSpec spec = spec_of(plain);
  CHECK(spec.kinds[0].observation.types[2].fixed_count == -1);
  spec.kinds[0].observation.types[2].fixed_count = 10;
  CHECK(spec_of(fixed) == spec);
  EpisodeRunner runner(fixed(), 3), whole(plain(), 3);
  for (int step = 0; step < 5; ++step) {
    runner.step(std::vector<float>{1});
    whole.step(std::vector<float>{1});
    CHECK(runner.digest() == whole.digest());
  }
}

TEST_CASE("a promise that is not kept is an error of the episode") {
  const EnvironmentFactory wrong =
      builtin_world("minefield").factory({{"fixed_count", Names{"mine=9"}}});
  CHECK_THROWS_WITH(EpisodeRunner(wrong(), 1),
                    Catch::Contains("entity type mine: found 10 rows, wanted 9"));
}

TEST_CASE("what flickers has no fixed number any more") {
  const testing::WrapList list = {{"fixed_count", Names{"mine=10"}}, {"flicker", 0.5}};
  const EnvironmentSpec spec = spec_of(builtin_world("minefield").factory(list));
  CHECK(spec.kinds[0].observation.types[2].fixed_count == -1);
}

TEST_CASE("promises that mean nothing are refused") {
  for (const char* text : {"mine", "mine=", "mine=-1", "mine=1.5", "mine=ten", "mine=1e9"}) {
    CHECK(refusal({text}) == "wrap.fixed_count: found \"" + std::string(text) +
                                 "\", wanted TYPE=COUNT, with a whole number from 0 to 1000000");
  }
  CHECK(refusal({"tree=3"}) ==
        "wrap.fixed_count: found \"tree=3\", which environment minefield does not have, wanted "
        "TYPE=COUNT of: mine");
  CHECK_THAT(refusal({"target=1"}), Catch::Contains("wanted TYPE=COUNT of: mine"));
  CHECK(refusal({"mine=10", "mine=10"}) ==
        "wrap.fixed_count: found mine twice, wanted each type once");
}

TEST_CASE("a promise may be made of one kind of agents") {
  const World tag = builtin_world("tag");
  const Names names = {"predator.predator=2"};
  const EnvironmentSpec spec = spec_of(tag.factory({{"fixed_count", names}}));
  for (const AgentKind& kind : spec.kinds) {
    for (const EntityType& type : kind.observation.types) {
      if (type.name != "predator") continue;
      CHECK(type.fixed_count == (kind.name == "predator" ? 2 : -1));
    }
  }
}

}  // namespace saccade
