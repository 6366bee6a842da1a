// What holds for every wrapper, the one that is added tomorrow included.
#include "envs/wrappers/wrappers.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "envs/wrappers/wrapper.h"
#include "support/environment_contract.h"
#include "support/fleeting.h"
#include "support/orchard.h"
#include "support/rollout.h"
#include "support/toy_meadow.h"
#include "support/workshop.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::builtin_world;
using testing::fleeting;
using testing::meadow;
using testing::some_wrap;
using testing::workshop;
using testing::World;
using testing::world_of;
using testing::wrapped;

const std::vector<World>& worlds() {
  static const std::vector<World> kAll = {world_of(meadow()),
                                          world_of(workshop()),
                                          world_of(workshop(true)),
                                          world_of(fleeting({"110", "011", "101", "111", "010"})),
                                          builtin_world("forage", {{"seconds", 3}, {"rays", 8}}),
                                          builtin_world("minefield", {{"max_steps", 20}})};
  return kAll;
}

/// Nobody's action changes what follows, and no two steps have the same agents.
bool minds_no_action(const World& world) {
  return spec_of(world.factory()).id == "fleeting";
}

bool changes_actions(const WrapperEntry& wrapper) {
  const std::string& name = wrapper.option.name;
  return name == "sticky" || name == "action_delay" || name == "frame_skip";
}

/// Passes everything on.
class Plain final : public Wrapper {
 public:
  using Wrapper::Wrapper;
};

}  // namespace

TEST_CASE("at their defaults wrappers wrap nothing") {
  const auto environment = world_of(meadow()).factory()();
  CHECK(dynamic_cast<const testing::ToyMeadow*>(environment.get()) != nullptr);
}

TEST_CASE("a wrapper that overrides nothing changes nothing") {
  for (const World& world : worlds()) {
    const EnvironmentFactory whole = world.factory();
    const EnvironmentFactory plain = [&whole] { return std::make_unique<Plain>(whole()); };
    CHECK(spec_of(plain) == spec_of(whole));
    CHECK(fingerprint(plain, 2, 3) == fingerprint(whole, 2, 3));
    testing::check_contract(plain);
  }
}

TEST_CASE("every wrapper changes an episode and keeps the contract") {
  for (const WrapperEntry& wrapper : wrappers()) {
    INFO(wrapper.option.name);
    int suited = 0;
    for (const World& world : worlds()) {
      const EnvironmentFactory whole = world.factory();
      INFO(spec_of(whole).id);
      const auto wrap = some_wrap(wrapper, world);
      if (!wrap) continue;
      ++suited;
      const EnvironmentFactory changed = world.factory(*wrap);
      CHECK(spec_of(changed).id == spec_of(whole).id);
      testing::check_contract(changed);
      if (minds_no_action(world) && changes_actions(wrapper)) continue;
      CHECK((spec_of(changed) != spec_of(whole) ||
             fingerprint(changed, 2, 3) != fingerprint(whole, 2, 3)));
    }
    CHECK(suited > 0);
  }
}

TEST_CASE("all wrappers at once keep the contract") {
  for (const World& world : worlds()) testing::check_contract(testing::wrapped_in_all(world));
}

TEST_CASE("a head that takes no part in a step takes none in any wrapper") {
  const World choir = world_of([] { return std::make_unique<testing::Choir>(); });
  for (const WrapperEntry& wrapper : wrappers()) {
    INFO(wrapper.option.name);
    const auto wrap = some_wrap(wrapper, choir);
    if (!wrap) continue;
    EpisodeRunner runner(choir.factory(*wrap)(), 1);
    for (int step = 0; step < 6; ++step) {
      CHECK(runner.observation(0).has_head(1) == (runner.length() % 2 == 0));
      CHECK(runner.observation(0).masks()[1].empty() == (runner.length() % 2 == 1));
      runner.step(std::vector<float>{0, runner.length() % 2 == 0 ? 0.0F : -1.0F});
    }
  }
}

TEST_CASE("an episode in a wrapped world is restored as it was") {
  for (const World& world : worlds()) {
    const EnvironmentFactory changed = testing::wrapped_in_all(world);
    EpisodeRunner runner(changed(), 1, 0);
    Rng rng(5);
    std::vector<float> actions(runner.action_count());
    for (int i = 0; i < 3; ++i) {
      random_actions(runner.spec(), runner.observations(), rng, actions);
      runner.step(actions);
    }
    EpisodeRunner restored(changed(), 1, 0);
    restored.restore(runner.record());
    CHECK_NOTHROW(restored.expect(runner.digest()));
  }
}

TEST_CASE("broken promises are found through wrappers") {
  using testing::Fault;
  const testing::WrapList wrapper =
      GENERATE(testing::WrapList{{"hide", testing::Names{"self.x"}}},
               testing::WrapList{{"noise", 0.5}, {"feature_noise", testing::Names{"flower.x=1"}}},
               testing::WrapList{{"sticky", 0.5}}, testing::WrapList{{"action_delay", 1}},
               testing::WrapList{{"reward_scale", 0.5}}, testing::WrapList{{"reward_clip", 0.75}},
               testing::WrapList{{"time_limit", 11}});
  INFO(wrapper[0].first);
  const auto found = [&](Fault fault) {
    return check_environment(wrapped(meadow(fault), wrapper), 2, 5);
  };
  const std::vector<std::pair<Fault, std::string>> promises = {
      {Fault::kStepThrows, "step: bees"},
      {Fault::kNanReward, "reward: found nan"},
      {Fault::kExtraReward, "rewards: found 3 written, wanted 2"},
      {Fault::kShortRow, "entity type self: found 1 features, wanted 2"},
      {Fault::kTwiceTheSameId, "entity id: found 2 twice"},
      {Fault::kNothingAllowed, "mask of action head move: found nothing allowed"},
      {Fault::kUnknownHead, "action head: found number 4, wanted one of 4"},
      {Fault::kForgottenCount, "counts: found 0 written, wanted 1"},
      {Fault::kChangesFeatures,
       "description: entity type flower: found 3 features, was 1 at the beginning"},
      {Fault::kSurvivesReset, "the same seed and actions: found another episode"},
      {Fault::kNoRays, "rays whiskers: found no reading"},
      {Fault::kStrangeIdInPicture, "carries the id of an entity that no agent sees"}};
  for (const auto& [fault, message] : promises) {
    INFO(message);
    const std::vector<std::string> violations = found(fault);
    REQUIRE(violations.size() == 1);
    CHECK_THAT(violations[0], Catch::Contains(message));
  }
}

}  // namespace saccade
