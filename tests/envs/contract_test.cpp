// Every environment that ships keeps the contract, under its options and in wrappers too; and the
// checker that says so finds each broken promise.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/environment_contract.h"
#include "support/rollout.h"
#include "support/toy_meadow.h"
#include "support/wrapped.h"

using saccade::EnvironmentFactory;
using saccade::testing::Fault;
using saccade::testing::meadow;
using saccade::testing::OptionList;
using saccade::testing::ToyMeadow;

namespace {

struct Case {
  std::string id;
  OptionList options{};

  bool in_wrappers = false;

  EnvironmentFactory factory() const {
    const auto world = saccade::testing::builtin_world(id, options);
    return in_wrappers ? saccade::testing::wrapped_in_all(world) : world.factory();
  }
};

std::vector<Case> cases() {
  std::vector<Case> all = {
      {"cartpole", {{"sutton_barto_reward", true}}},
      {"pendulum", {{"max_steps", 50}}},
      {"lunar-lander", {{"terrain_entities", true}}},
      {"lunar-lander-continuous", {{"terrain_entities", true}, {"wind", true}}},
      {"forage", {{"action", std::string("continuous")}}},
      {"forage", {{"food_max", 60}, {"food_min", 60}, {"seconds", 5}}},
      {"forage", {{"rays", 32}, {"seconds", 5}}},
      {"forage", {{"image", true}, {"seconds", 5}}},
      {"forage", {{"rays", 7}, {"image", true}, {"entities", false}, {"seconds", 5}}},
      {"forage", {{"entities", false}, {"seconds", 5}}},
      {"hide-and-seek",
       {{"action", std::string("continuous")},
        {"rays", 8},
        {"full_critic", true},
        {"max_steps", 60}}},
  };
  saccade::Registry registry;
  saccade::add_builtin_environments(registry);
  for (const auto& entry : registry.entries()) all.push_back({entry.id});
  for (std::size_t i = 0, count = all.size(); i < count; ++i) {
    all.push_back({all[i].id, all[i].options, true});
  }
  return all;
}

std::vector<std::string> violations(Fault fault) {
  return saccade::check_environment(meadow(fault), 2, 5);
}

struct Breach {
  Fault fault;
  std::string message;  // A part of what is said about it.
};

const std::vector<Breach> kBreaches = {
    {Fault::kResetThrows, "reset: no meadow"},
    {Fault::kStepThrows, "step: bees"},
    {Fault::kStepThrowsNumber, "threw something that is no std::exception"},
    {Fault::kObserveThrows, "observation: fog"},
    {Fault::kNanReward, "reward: found nan"},
    {Fault::kForgottenReward, "rewards: found 0 written, wanted 2"},
    {Fault::kExtraReward, "rewards: found 3 written, wanted 2"},
    {Fault::kRewardBefore, "rewards: found 3 written, 1 of them before the first, wanted 2"},
    {Fault::kHugeReward, "reward: found 1.5, wanted a number in [-1, 1]"},
    {Fault::kNanFeature, "feature x: found nan"},
    {Fault::kInfiniteFeature, "feature x: found inf"},
    {Fault::kShortRow, "entity type self: found 1 features, wanted 2"},
    {Fault::kTwiceTheSameId, "entity id: found 2 twice"},
    {Fault::kNegativeId, "entity id: found -5"},
    {Fault::kNoSelf, "entity type self: found 0 rows, wanted 1"},
    {Fault::kTwoSelves, "entity type self: found 2 rows, wanted 1"},
    {Fault::kLostFixedEntity, "entity type gate: found 0 rows, wanted 1"},
    {Fault::kNothingAllowed, "mask of action head move: found nothing allowed"},
    {Fault::kShortMask, "mask of action head move: found 2 values, wanted 3"},
    {Fault::kMaskOfUnmaskedHead, "mask of action head look_at: found 3 values, wanted 0"},
    {Fault::kUnknownOutcome, "outcome: found 2, wanted -1 to 1"},
    {Fault::kEarlyOutcome, "outcome: found one before the episode's end"},
    {Fault::kNeverEnds, "wanted its end after max_steps = 12"},
    {Fault::kNanCount, "count steps: found nan"},
    {Fault::kForgottenCount, "counts: found 0 written, wanted 1"},
    {Fault::kExtraCount, "counts: found 2 written, wanted 1"},
    {Fault::kUnknownType, "entity type: found number 3, wanted one of 3"},
    {Fault::kUnknownHead, "action head: found number 4, wanted one of 4"},
    {Fault::kChangesFeatures,
     "description: entity type flower: found 3 features, was 1 at the beginning"},
    {Fault::kChangesAgents, "description: agents: found 1, was 2 at the beginning"},
    {Fault::kChangesLabels, "action head move, labels, number 1: found rest, was stay"},
    {Fault::kChangesRange, "rays whiskers, range: found 3, was 2"},
    {Fault::kChangesActions, "step: changed the actions that it was given"},
    {Fault::kFickleReward, "(episode 0, step 1): reward of agent 1: found"},
    {Fault::kFickleFeature,
     "(episode 0, step 3): agent 0, entity type gate, row 0, feature x: found"},
    {Fault::kFicklePosition, "(episode 0, step 3): agent 0, entity type self, row 0, position"},
    {Fault::kFickleMask, "agent 0, mask of action head move, choice 1: found"},
    {Fault::kSurvivesReset, "the same seed and actions: found another episode"},
    {Fault::kIgnoresSeed, "another seed: found the same episode"},
    {Fault::kDrawingHasEffect, "the same seed and actions: found another episode"},
    {Fault::kSelfChangesId, "the agent itself: its id changed from 0 to 6"},
    {Fault::kInfinitePosition, "position of an entity of type self"},
    {Fault::kInfiniteVelocity, "velocity of an entity of type self"},
    {Fault::kNoRays, "rays whiskers: found no reading, wanted one in every observation"},
    {Fault::kFewRays, "rays whiskers, distances: found 2, wanted 3"},
    {Fault::kFewHits, "rays whiskers, hits: found 2, wanted 3"},
    {Fault::kNanRay, "rays whiskers, ray 0: found distance nan, wanted a number in [0, 2]"},
    {Fault::kFarRay, "rays whiskers, ray 0: found distance 2.5, wanted a number in [0, 2]"},
    {Fault::kUnknownHit, "rays whiskers, ray 1: found hit 2, wanted -1 to 1"},
    {Fault::kShortMiss, "rays whiskers, ray 2: found distance 1 of a ray that hits nothing"},
    {Fault::kNanHeading, "rays whiskers, heading: found nan"},
    {Fault::kInfiniteOrigin, "rays whiskers, origin: found inf, 0"},
    {Fault::kShortPicture, "image picture, pixels: found 3, wanted 4"},
    {Fault::kNanPixel, "image picture, channel g: found nan"},
    {Fault::kDrawThrows, "draw: threw no paint"},
    {Fault::kStrangeIdInPicture,
     "scene, shape 0, a circle of entity 4711: carries the id of an entity that no agent sees"},
    {Fault::kNanInPicture,
     "scene, shape 0, a circle of entity 2 (gate): found a shape without finite size"},
    {Fault::kEmptyView, "scene: found an empty view"},
    {Fault::kFickleColors,
     "found another picture (episode 0, step 2): shape 1, a line, colour: found 2 0"},
};

}  // namespace

TEST_CASE("Every environment keeps the contract") {
  for (const Case& tested : cases()) {
    INFO(tested.id << " with " << tested.options.size() << " options"
                   << (tested.in_wrappers ? ", in wrappers" : ""));
    saccade::testing::check_contract(tested.factory());
  }
}

TEST_CASE("Environments behave the same on 1 and 4 threads", "[threads]") {
  for (const Case& tested : cases()) {
    INFO(tested.id << " with " << tested.options.size() << " options"
                   << (tested.in_wrappers ? ", in wrappers" : ""));
    const auto alone = saccade::testing::fingerprints(tested.factory(), 4, 1);
    CHECK(alone == saccade::testing::fingerprints(tested.factory(), 4, 4));
    CHECK(alone[0] != alone[1]);
  }
}

TEST_CASE("An environment that keeps all promises passes the check") {
  CHECK(violations(Fault::kNone) == std::vector<std::string>{});
}

TEST_CASE("The check finds every broken promise and names it") {
  for (const Breach& breach : kBreaches) {
    const auto found = violations(breach.fault);
    INFO("wanted: " << breach.message);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::Contains(breach.message));
  }
}

TEST_CASE("Instances that describe themselves differently are a broken promise") {
  int made = 0;
  const auto factory = [&made] {
    return std::make_unique<ToyMeadow>(Fault::kNone, made++ == 0 ? "success" : "win");
  };
  const auto found = saccade::check_environment(factory, 2, 5);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::Contains("what it names, outcomes, number 0: found win, was success "
                                       "in the first instance"));
}

TEST_CASE("An environment that cannot be made is a broken promise") {
  const auto found = saccade::check_environment(
      []() -> std::unique_ptr<saccade::Environment> { throw saccade::Error("no seeds"); }, 1, 0);
  CHECK(found == std::vector<std::string>{"no seeds"});
}
