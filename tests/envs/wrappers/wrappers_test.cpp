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

using testing::fleeting;
using testing::meadow;
using testing::some_value;
using testing::workshop;
using testing::wrapped;

const std::vector<EnvironmentFactory>& worlds() {
  static const std::vector<EnvironmentFactory> kAll = {
      meadow(), workshop(), workshop(true), fleeting({"110", "011", "101", "111", "010"}), [] {
        return testing::make_builtin("forage", {{"seconds", 3}, {"rays", 8}});
      }};
  return kAll;
}

/// Passes everything on.
class Plain final : public Wrapper {
 public:
  using Wrapper::Wrapper;
};

}  // namespace

TEST_CASE("at their defaults wrappers wrap nothing") {
  auto environment = meadow()();
  const Environment* before = environment.get();
  CHECK(wrap_environment(std::move(environment), wrapper_options()).get() == before);
}

TEST_CASE("a wrapper that overrides nothing changes nothing") {
  for (const EnvironmentFactory& world : worlds()) {
    const EnvironmentFactory plain = [&world] { return std::make_unique<Plain>(world()); };
    CHECK(spec_of(plain) == spec_of(world));
    CHECK(fingerprint(plain, 2, 3) == fingerprint(world, 2, 3));
    testing::check_contract(plain);
  }
}

TEST_CASE("every wrapper changes what is seen and keeps the contract") {
  for (const WrapperEntry& entry : wrappers()) {
    INFO(entry.option.name);
    for (const EnvironmentFactory& world : worlds()) {
      const auto value = some_value(entry.option, spec_of(world));
      const EnvironmentFactory changed = wrapped(world, {{entry.option.name, value}});
      CHECK(spec_of(changed).id == spec_of(world).id);
      CHECK(fingerprint(changed, 2, 3) != fingerprint(world, 2, 3));
      testing::check_contract(changed);
    }
  }
}

TEST_CASE("a head that takes no part in a step takes none in any wrapper") {
  const EnvironmentFactory choir = [] { return std::make_unique<testing::Choir>(); };
  for (const WrapperEntry& entry : wrappers()) {
    INFO(entry.option.name);
    const auto value = some_value(entry.option, spec_of(choir));
    EpisodeRunner runner(wrapped(choir, {{entry.option.name, value}})(), 1);
    for (int step = 0; step < 6; ++step) {
      CHECK(runner.observation(0).has_head(1) == (step % 2 == 0));
      CHECK(runner.observation(0).masks()[1].empty() == (step % 2 == 1));
      runner.step(std::vector<float>{0, 0});
    }
  }
}

TEST_CASE("an episode in a wrapped world is restored as it was") {
  for (const EnvironmentFactory& world : worlds()) {
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
  const auto found = [](Fault fault) {
    return check_environment(wrapped(meadow(fault), {{"hide", std::vector<std::string>{"self.x"}}}),
                             2, 5);
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
