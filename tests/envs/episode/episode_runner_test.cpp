#include "envs/episode/episode_runner.h"

#include <catch2/catch.hpp>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "envs/core/action_space.h"
#include "support/allocations.h"
#include "support/rollout.h"
#include "support/toy_meadow.h"

using saccade::derive_seed;
using saccade::EpisodeRunner;
using saccade::testing::Fault;
using saccade::testing::ToyMeadow;

namespace {

EpisodeRunner meadow_runner(std::uint64_t run_seed, Fault fault = Fault::kNone) {
  return EpisodeRunner(std::make_unique<ToyMeadow>(fault), run_seed, 4);
}

// Right, wave, pick the last flower, look at the gate.
std::vector<float> actions_for(const EpisodeRunner& runner) {
  std::vector<float> actions;
  for (const saccade::Observation& seen : runner.observations()) {
    const auto last = static_cast<float>(seen.rows()[2].count() - 1);
    actions.insert(actions.end(), {2, 0, 3, last, 0});
  }
  return actions;
}

void step(EpisodeRunner& runner) {
  runner.step(actions_for(runner));
}

// The random action of an environment of one agent.
void step_at_random(EpisodeRunner& runner, saccade::Rng& rng, std::vector<float>& action) {
  action.resize(static_cast<std::size_t>(action_width(runner.spec().kinds[0].action)));
  random_action(runner.spec().kinds[0].action, runner.observation(0), rng, action);
  runner.step(action);
}

std::vector<float> x_of_agents(const EpisodeRunner& runner) {
  return {runner.observation(0).rows()[0].features[0], runner.observation(1).rows()[0].features[0]};
}

}  // namespace

TEST_CASE("Each episode has the seed of its address") {
  EpisodeRunner runner = meadow_runner(9);
  CHECK(runner.seed() == derive_seed({9, 4, 0}));
  for (int i = 0; i < 12; ++i) step(runner);
  CHECK(runner.finished().seed == derive_seed({9, 4, 0}));
  CHECK(runner.seed() == derive_seed({9, 4, 1}));
  CHECK(runner.record().episode == 1);
}

TEST_CASE("At an episode's end the summary and the last observation stay, the next begins") {
  EpisodeRunner runner = meadow_runner(1);
  std::vector<double> returns(2, 0);
  for (int i = 0; i < 12; ++i) {
    CHECK(runner.length() == i);
    const saccade::StepResult result = runner.step(actions_for(runner));
    CHECK(result.truncated == (i == 11));
    for (std::size_t a = 0; a < 2; ++a) returns[a] += static_cast<double>(runner.rewards()[a]);
  }
  CHECK(runner.length() == 0);
  CHECK(runner.record().actions.empty());
  CHECK(runner.finished().length == 12);
  CHECK(runner.finished().returns == returns);
  CHECK(runner.finished().mean_return() == Approx((returns[0] + returns[1]) / 2));
  CHECK(runner.finished().outcome == 1);
  CHECK(runner.finished().counts == std::vector<float>{12});
  CHECK(runner.final_observation(0).rows()[0].features[1] == 1);  // The time, ended.
  CHECK(runner.observation(0).rows()[0].features[1] == 0);
}

TEST_CASE("Who advances an episode sees its end until the next one is begun") {
  EpisodeRunner runner(std::make_unique<ToyMeadow>());
  runner.begin(7);
  for (int i = 0; i < 12; ++i) {
    CHECK(runner.counts()[0] == static_cast<float>(i));
    CHECK(runner.advance(actions_for(runner)).truncated == (i == 11));
  }
  CHECK(runner.seed() == 7);
  CHECK(runner.length() == 12);
  CHECK(runner.observation(0).rows()[0].features[1] == 1);  // The time, ended.
  CHECK(runner.finished().seed == 7);
  CHECK(runner.finished().counts == std::vector<float>{12});
  saccade::Scene scene;
  runner.draw(scene);
  const std::size_t shapes = scene.shapes.size();
  runner.draw(scene);
  CHECK(scene.shapes.size() == shapes);
  runner.begin(8);
  CHECK(runner.length() == 0);
  CHECK(runner.counts()[0] == 0);
}

TEST_CASE("A restored episode goes on as the interrupted one") {
  EpisodeRunner interrupted = meadow_runner(3);
  for (int i = 0; i < 17; ++i) step(interrupted);
  EpisodeRunner resumed = meadow_runner(3);
  resumed.restore(interrupted.record());
  CHECK(resumed.length() == 5);
  CHECK(x_of_agents(resumed) == x_of_agents(interrupted));
  for (int i = 0; i < 20; ++i) {
    step(interrupted);
    step(resumed);
    CHECK(x_of_agents(resumed) == x_of_agents(interrupted));
    CHECK(resumed.rewards()[0] == interrupted.rewards()[0]);
  }
  CHECK(resumed.finished().returns == interrupted.finished().returns);
  CHECK(resumed.record().actions == interrupted.record().actions);
}

TEST_CASE("A record that does not fit the environment is refused") {
  EpisodeRunner runner = meadow_runner(3);
  std::vector<float> too_long;
  for (int i = 0; i < 12; ++i) {
    const std::vector<float> actions = actions_for(runner);
    too_long.insert(too_long.end(), actions.begin(), actions.end());
    runner.step(actions);
  }
  CHECK_THROWS_WITH(runner.restore({.episode = 0, .actions = {1, 2, 3}}),
                    Catch::Contains("found 3 numbers, wanted a multiple of 10"));
  CHECK_THROWS_WITH(runner.restore({.episode = 0, .actions = too_long}),
                    Catch::Contains("the recorded episode ended"));
}

TEST_CASE("Recorded actions that the environment does not accept never reach it") {
  EpisodeRunner runner = meadow_runner(3);
  const auto replay = [&](std::size_t at, float value) {
    runner.restore({});
    std::vector<float> actions = actions_for(runner);
    actions[at] = value;
    runner.restore({.episode = 0, .actions = actions});
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(replay(0, 3), Catch::Contains("step 1: action head move: found 3, wanted a "
                                                  "whole number from 0 to 2"));
  CHECK_THROWS_WITH(replay(0, nan), Catch::Contains("action head move: found nan"));
  CHECK_THROWS_WITH(replay(5, 0.5F), Catch::Contains("action head move: found 0.5"));
  CHECK_THROWS_WITH(replay(0, 1), Catch::Contains("found choice 1, which the mask forbids"));
  CHECK_THROWS_WITH(replay(2, 7),
                    Catch::Contains("action head wave, b: found 7, wanted a number in [2, 5]"));
  CHECK_THROWS_WITH(replay(9, 40), Catch::Contains("action head look_at: found 40"));
}

TEST_CASE("A replay that shows something else than was seen is told") {
  EpisodeRunner runner = meadow_runner(3);
  for (int i = 0; i < 5; ++i) step(runner);
  const std::uint64_t seen = runner.digest();
  EpisodeRunner same = meadow_runner(3);
  same.restore(runner.record());
  CHECK_NOTHROW(same.expect(seen));
  step(same);
  CHECK(same.digest() != seen);
  try {
    same.expect(seen);
    FAIL("wanted an error");
  } catch (const saccade::EpisodeError& error) {
    CHECK_THAT(error.what(), Catch::Contains("step 6: the replay of the recorded actions shows "
                                             "something else"));
    CHECK(error.trace().seed == runner.seed());
    CHECK(error.trace().step == 6);
    CHECK(error.trace().actions.size() == 60);
    CHECK(error.trace().digest == seen);
  }
}

TEST_CASE("An environment that describes itself otherwise later is refused at once") {
  EpisodeRunner runner = meadow_runner(3, Fault::kChangesFeatures);
  for (int i = 0; i < 11; ++i) step(runner);
  CHECK_THROWS_WITH(step(runner),
                    Catch::Contains("step 0: description: entity type flower: found 3 features, "
                                    "was 1 at the beginning"));
  CHECK(runner.spec() == ToyMeadow().spec());
}

TEST_CASE("An environment's failure names environment, seed and step") {
  EpisodeRunner runner = meadow_runner(7, Fault::kStepThrows);
  step(runner);
  step(runner);
  const std::string where =
      "environment toy-meadow, episode seed " + std::to_string(derive_seed({7, 4, 0})) + ", step 3";
  try {
    step(runner);
    FAIL("wanted an error");
  } catch (const saccade::Error& error) {
    CHECK(error.kind() == saccade::Error::Kind::kFailure);
    CHECK(error.what() == where + ": step: bees");
  }
}

TEST_CASE("A failure to draw is an episode's error like any other") {
  const EpisodeRunner runner = meadow_runner(7, Fault::kDrawThrows);
  saccade::Scene scene;
  CHECK_THROWS_AS(runner.draw(scene), saccade::EpisodeError);
  CHECK_THROWS_WITH(runner.draw(scene), Catch::Contains("step 0: draw: no paint"));
}

TEST_CASE("A warm runner allocates nothing while an episode runs") {
  EpisodeRunner runner(saccade::testing::make_builtin("lunar-lander", {{"terrain_entities", true}}),
                       1, 0);
  saccade::Rng rng(2);
  std::vector<float> action;
  for (int i = 0; i < 500; ++i) step_at_random(runner, rng, action);
  std::size_t quiet_steps = 0;
  for (int i = 0; i < 100; ++i) {
    const std::size_t before = saccade::testing::allocations();
    step_at_random(runner, rng, action);
    if (runner.length() > 0 && saccade::testing::allocations() == before) ++quiet_steps;
  }
  CHECK(quiet_steps > 90);  // Box2D takes memory for new contacts and new worlds.

  EpisodeRunner cartpole(saccade::testing::make_builtin("cartpole"), 1, 0);
  for (int i = 0; i < 2000; ++i) step_at_random(cartpole, rng, action);
  const std::size_t before = saccade::testing::allocations();
  for (int i = 0; i < 200; ++i) step_at_random(cartpole, rng, action);
  CHECK(saccade::testing::allocations() == before);
}
