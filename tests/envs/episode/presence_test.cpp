// Agents that leave before the episode's end, come later or come back.
#include <catch2/catch.hpp>
#include <memory>
#include <vector>

#include "envs/check/check_environment.h"
#include "envs/episode/digest.h"
#include "envs/episode/episode_runner.h"
#include "support/fleeting.h"
#include "support/toy_meadow.h"

using namespace saccade;
using Catch::Matchers::Contains;
using testing::Fleeting;
using testing::Schedule;

namespace {

EpisodeRunner runner_of_schedule(Schedule schedule, bool terminates = false,
                                 float reward_of_absent = 0) {
  return {std::make_unique<Fleeting>(std::move(schedule), terminates, reward_of_absent), 1, 0};
}

// Moves right who is present.
StepResult step_all(EpisodeRunner& runner) {
  std::vector<float> actions;
  for (int agent = 0; agent < runner.spec().kinds[0].agents; ++agent) {
    actions.push_back(runner.is_present(agent) ? 2 : 0);
  }
  return runner.step(actions);
}

std::string present(const EpisodeRunner& runner) {
  std::string text;
  for (int agent = 0; agent < runner.spec().kinds[0].agents; ++agent) {
    text += runner.is_present(agent) ? '1' : '0';
  }
  return text;
}

std::vector<float> rewards(const EpisodeRunner& runner) {
  return {runner.rewards().begin(), runner.rewards().end()};
}

bool is_empty(const Observation& seen) {
  return seen.rows()[0].ids.empty() && seen.rows()[1].ids.empty() && seen.masks()[0].empty();
}

}  // namespace

TEST_CASE("Who leaves with a step gets its reward, is seen no more, and may come back") {
  EpisodeRunner runner = runner_of_schedule({"110", "010", "111", "111"});
  CHECK(present(runner) == "110");
  CHECK(is_empty(runner.observation(2)));
  step_all(runner);
  CHECK(present(runner) == "010");
  CHECK(rewards(runner) == std::vector<float>{1, 2, 0});
  CHECK(is_empty(runner.observation(0)));
  CHECK(runner.observation(1).rows()[1].ids.empty());
  step_all(runner);
  CHECK(present(runner) == "111");
  CHECK(rewards(runner) == std::vector<float>{0, 2, 0});  // Who came in has not acted yet.
  CHECK(runner.observation(0).rows()[0].features[0] == 2);
  CHECK(runner.observation(2).rows()[1].ids == std::vector<EntityId>{0, 1});
}

TEST_CASE("At an episode's end it is known who was there, and the next begins with its own") {
  EpisodeRunner runner = runner_of_schedule({"110", "011"});
  step_all(runner);
  CHECK(present(runner) == "110");
  CHECK_FALSE(runner.has_final_observation(0));
  CHECK(runner.has_final_observation(1));
  CHECK(runner.has_final_observation(2));
  CHECK(is_empty(runner.final_observation(0)));
  CHECK(runner.final_observation(2).rows()[0].features[0] == 1);
  CHECK(runner.finished().acted == std::vector<int>{1, 1, 0});
  CHECK(runner.finished().returns == std::vector<double>{1, 2, 0});
  CHECK(runner.finished().mean_return() == 1.5);  // The last one had no step.
}

TEST_CASE("Somebody is there until the episode ends, and at its end perhaps nobody") {
  CHECK_THROWS_WITH(runner_of_schedule({"00", "11"}),
                    Contains("step 0: presence: found no agent, wanted one at least"));
  EpisodeRunner runner = runner_of_schedule({"11", "00", "11"});
  CHECK_THROWS_WITH(step_all(runner), Contains("step 1: presence: found no agent"));
  EpisodeRunner last = runner_of_schedule({"10", "01", "00"}, true);
  step_all(last);
  CHECK(step_all(last).terminated);
  CHECK_FALSE(last.has_final_observation(0));
  CHECK_FALSE(last.has_final_observation(1));
  CHECK(last.finished().returns == std::vector<double>{1, 2});
}

TEST_CASE("Who was absent has earned nothing") {
  EpisodeRunner runner = runner_of_schedule({"10", "11", "11"}, false, 0.5F);
  try {
    step_all(runner);
    FAIL("wanted an error");
  } catch (const EpisodeError& error) {
    CHECK_THAT(error.what(), Contains("step 1: reward of agent 1, which was absent: found 0.5, "
                                      "wanted 0"));
  }
}

TEST_CASE("A restored episode has the same agents in it, and ignores what the absent do") {
  const Schedule schedule = {"11", "01", "11", "10", "11"};
  EpisodeRunner interrupted = runner_of_schedule(schedule);
  for (int i = 0; i < 3; ++i) step_all(interrupted);
  EpisodeRunner resumed = runner_of_schedule(schedule);
  resumed.restore(interrupted.record());
  CHECK(present(resumed) == "10");
  CHECK_NOTHROW(resumed.expect(interrupted.digest()));
  CHECK_NOTHROW(resumed.check_actions(std::vector<float>{2, 7}));
  CHECK_THROWS_WITH(resumed.check_actions(std::vector<float>{7, 0}), Contains("found 7"));
}

TEST_CASE("A digest tells who is present, and is as ever when all are") {
  EpisodeRunner all = runner_of_schedule({"11", "11", "11"});
  step_all(all);
  Digest digest;
  digest.add_all(std::vector<double>{1, 2});
  digest.add(all.observation(0));
  digest.add(all.observation(1));
  CHECK(all.digest() == digest.value());
  EpisodeRunner one = runner_of_schedule({"10", "10"});
  EpisodeRunner other = runner_of_schedule({"01", "01"});
  CHECK(one.digest() != other.digest());
}

TEST_CASE("An environment whose agents come and go keeps the contract") {
  for (const bool terminates : {false, true}) {
    const EnvironmentFactory factory =
        testing::fleeting({"110", "010", "011", "111", "001", "000"}, terminates);
    CHECK(check_environment(factory, 3, 1) == std::vector<std::string>{});
    CHECK(fingerprint(factory, 2, 1) == fingerprint(factory, 2, 1));
  }
}

TEST_CASE("The check tells that presence is not repeated") {
  int made = 0;
  const auto found = check_environment(
      [&made] {
        const bool first = made++ == 0;
        return std::make_unique<Fleeting>(first ? Schedule{"11", "11", "11"}
                                                : Schedule{"11", "10", "11"});
      },
      1, 1);
  REQUIRE_FALSE(found.empty());
  CHECK_THAT(found[0], Contains("presence of agent 1: found in one of the two alone"));
}

TEST_CASE("Where all agents stay nothing is asked of an environment") {
  EpisodeRunner runner(std::make_unique<testing::ToyMeadow>(), 1, 0);
  CHECK(runner.is_present(0));
  CHECK(runner.is_present(1));
}
