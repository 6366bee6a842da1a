// Environments in Python workers keep the contract, and what goes wrong in one is told.
#include "envs/gym/gym_environments.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <set>

#include "envs/episode/episode_error.h"
#include "envs/episode/episode_runner.h"
#include "envs/gym/toy_workers.h"
#include "support/environment_contract.h"

using namespace saccade;
using namespace saccade::testing;
using Catch::Matchers::Contains;

namespace {

/// A digest of what is seen after each of some steps of random play.
std::vector<std::uint64_t> digests(std::unique_ptr<Environment> environment) {
  EpisodeRunner runner(std::move(environment), 5);
  Rng rng(5);
  std::vector<float> actions(runner.action_count());
  std::vector<std::uint64_t> all;
  for (int step = 0; step < 30; ++step) {
    random_actions(runner.spec(), runner.observations(), rng, actions);
    runner.step(actions);
    all.push_back(runner.digest());
  }
  return all;
}

/// The number that the agent sees of itself first.
float chosen(Environment& environment) {
  environment.reset(1);
  Observation seen(environment.spec().kinds[0].observation, environment.spec().kinds[0].action);
  environment.observe(0, seen);
  return seen.rows()[0].features[0];
}

std::string refusal(const ToyWorkers& workers, const std::string& place, Error::Kind kind) {
  try {
    workers.make(place);
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace

TEST_CASE("An environment in a worker keeps the contract") {
  const ToyWorkers workers;
  check_contract(workers.factory("orchard"));
  CHECK(workers.said().empty());
}

TEST_CASE("Environments in workers are the same for any number of threads and workers",
          "[threads]") {
  const ToyWorkers one, three({.workers = 3});
  const auto wanted = fingerprints(one.factory("orchard"), 12, 1);
  CHECK(fingerprints(one.factory("orchard"), 12, 4) == wanted);
  CHECK(fingerprints(three.factory("orchard"), 12, 1) == wanted);
  CHECK(fingerprints(three.factory("orchard"), 12, 4) == wanted);
}

TEST_CASE("States that outgrow the shared memory arrive whole") {
  const ToyWorkers workers;
  const auto environment = workers.make("large");
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    environment->reset(seed);
    Observation seen(environment->spec().kinds[0].observation, environment->spec().kinds[0].action);
    environment->observe(0, seen);
    REQUIRE(seen.rows()[1].count() == 40'000);
    CHECK(seen.rows()[1].features.back() > 0);
  }
  CHECK(digests(workers.make("large")) == digests(workers.make("large")));
}

TEST_CASE("Environments are dealt out to as many workers as there may be") {
  const ToyWorkers workers({.workers = 3});
  std::vector<std::unique_ptr<Environment>> all;
  std::vector<float> processes;
  for (int i = 0; i < 6; ++i) {
    all.push_back(workers.make("processes"));
    processes.push_back(chosen(*all.back()));
  }
  CHECK(std::set<float>(processes.begin(), processes.end()).size() == 3);
  CHECK(std::set<float>(processes.begin(), processes.begin() + 3).size() == 3);
  all.clear();
  for (int i = 0; i < 20; ++i) {  // One after the other: those that were made are used again.
    const auto again = workers.make("processes");
    const float process = chosen(*again);
    CHECK(std::find(processes.begin(), processes.end(), process) != processes.end());
  }
}

TEST_CASE("Workers end when nobody needs them any more") {
  pid_t process = 0;
  {
    const ToyWorkers workers;
    process = static_cast<pid_t>(chosen(*workers.make("processes")));
    REQUIRE(process > 1);
    CHECK(::kill(process, 0) == 0);
  }
  CHECK(::kill(process, 0) != 0);
}

TEST_CASE("Episodes that do not repeat are told of, once") {
  const ToyWorkers workers;
  const auto first = workers.make("restless"), second = workers.make("restless");
  REQUIRE(workers.said().size() == 1);
  CHECK_THAT(workers.said()[0], Contains("gym:restless: the same seed and actions gave another "
                                         "episode: step 1; "));
}

TEST_CASE("What an environment in a worker does wrong is told with its name") {
  struct Case {
    const char* place;
    const char* message;
  };
  const Case cases[] = {
      {"throws", "reports in its answer to 'step': ValueError: bees in the tree (toy_worker.py, "},
      {"nan", "answer to 'step': reward of agent 0: found nan"},
      {"narrow", "answer to 'step': agent 0: "},
      {"dies", "answer to 'step': its process has ended: exit status 7"},
      {"crashes", "answer to 'step': its process has ended: signal 9 (Killed)"},
      {"stalls", "sent no answer to 'step' within 2 s"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.place);
    const ToyWorkers workers({.timeout = 2});
    std::string told;
    try {
      digests(workers.make(wrong.place));
    } catch (const EpisodeError& error) {
      told = error.what();
      CHECK(error.trace().step == kFaultyStep);
    }
    CHECK_THAT(told, Contains("environment gym-orchard") && Contains("step 3: step: gym:") &&
                         Contains("of worker ") && Contains(wrong.message));
    CHECK(workers.make(wrong.place) != nullptr);  // In another worker, where that one ended.
  }
}

TEST_CASE("A stalled environment takes those of the same worker with it, which say why") {
  const ToyWorkers workers({.timeout = 2});
  const auto stalled = workers.make("stalls"), other = workers.make("stalls");
  stalled->reset(1);
  other->reset(1);
  const float action = 1;
  float reward = 0;
  const auto step = [&](Environment& environment) { environment.step({&action, 1}, {&reward, 1}); };
  step(*stalled);
  step(*stalled);
  CHECK_THROWS_WITH(step(*stalled), Contains("sent no answer"));
  CHECK_THROWS_WITH(step(*stalled), Contains("was given up after an error"));
  CHECK_THROWS_WITH(step(*other), Contains("another of its environments sent no answer to 'step'"));
}

TEST_CASE("An environment that cannot be made is a wrong request") {
  const ToyWorkers workers;
  CHECK_THAT(refusal(workers, "missing", Error::Kind::kRequest),
             Contains("environment gym:missing: could not be made: found no such orchard"));
  CHECK_THAT(refusal(workers, "dies-at-once", Error::Kind::kRequest),
             Contains("ended before it had made the environment: exit status 9"));
  const ToyWorkers hasty({.wait = 0.5});
  CHECK_THAT(refusal(hasty, "sleeps-at-once", Error::Kind::kFailure),
             Contains("made no environment within 0.5 s"));
  const ToyWorkers nowhere({.python = "no-such-python"});
  CHECK_THAT(refusal(nowhere, "orchard", Error::Kind::kRequest),
             Contains("no-such-python: cannot start") && Contains("SACCADE_PYTHON"));
}

TEST_CASE("All environments of an id are to have the same description") {
  const ToyWorkers workers;
  const auto first = workers.make("unlike");
  CHECK_THAT(refusal(workers, "unlike", Error::Kind::kFailure),
             Contains("environment 2 of worker 1") && Contains("wanted the same in every one"));
}

TEST_CASE("A worker draws, or what it lacks is said in the picture") {
  const ToyWorkers workers;
  for (const char* place : {"painted", "orchard"}) {
    const auto environment = workers.make(place);
    environment->reset(1);
    Scene scene;
    environment->draw(scene);
    REQUIRE(scene.shapes.size() == 1);
    CHECK(std::holds_alternative<Polygon>(scene.shapes[0].shape) == (place[0] == 'p'));
  }
}

TEST_CASE("Arguments reach the worker, and others make another environment") {
  const ToyWorkers large({.arguments = {"size=3"}}), small({.arguments = {"size=1"}});
  CHECK(large.make("orchard")->spec().kinds[0].observation.types[0].features.back() ==
        "argument-size-3");
  CHECK(small.make("orchard")->spec().kinds[0].observation.types[0].features.back() ==
        "argument-size-1");
}

TEST_CASE("An argument of an environment takes the place of one with the same key") {
  Options options(gym_options());
  CHECK(add_gym_arguments(options, {"a=1", "b=2"}));
  CHECK(add_gym_arguments(options, {"a=3"}));
  CHECK(options.get<std::vector<std::string>>(kGymArguments) ==
        std::vector<std::string>{"a=3", "b=2"});
  limit_gym_workers(options, 5);
  CHECK(options.get<int>("workers") == 5);
  limit_gym_workers(options, 7);
  CHECK(options.get<int>("workers") == 5);
  Options others;
  CHECK_FALSE(add_gym_arguments(others, {"a=1"}));
  limit_gym_workers(others, 5);
}

TEST_CASE("Ids that could be no environment are refused before Python starts") {
  Registry registry;
  add_gym_environments(registry, {}, [] { return GymProgram{"no-such-python", "nowhere"}; });
  for (const char* id : {"gym:", "gym:-v", "gym:two words", "gym:../up", "gym:1"}) {
    CHECK_THROWS_WITH(registry.find(id), Contains("such as gym:CartPole-v1"));
  }
  CHECK(registry.find("gym:ALE/Pong-v5").id == "gym:ALE/Pong-v5");
}
