// Saccade inside another program: training an environment of its own, acting by what was learned.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "agents/evaluate.h"
#include "experiments/embed/own_training.h"
#include "experiments/embed/trained_policy.h"
#include "experiments/run/run_directory.h"
#include "support/program.h"
#include "support/toy_meadow.h"

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

EnvironmentEntry own_meadow() {
  return {.id = "toy-meadow", .summary = "Mine.", .options = {}, .make = [](const Options&) {
            return std::make_unique<testing::ToyMeadow>();
          }};
}

OwnTraining small_training(const fs::path& out, const std::vector<std::string>& more = {}) {
  OwnTraining request{.environment = own_meadow(), .out = out.string()};
  request.settings = {"steps=256",       "rollout.envs=4", "rollout.horizon=16",  "policy.width=16",
                      "eval.episodes=1", "threads=1",      "policy.image_patch=1"};
  request.settings.insert(request.settings.end(), more.begin(), more.end());
  return request;
}

}  // namespace

TEST_CASE("A program trains an environment of its own, and acts by the policy") {
  const testing::TemporaryFolder folder;
  const fs::path out = folder.path() / "run";
  std::vector<std::int64_t> steps;
  OwnTraining request = small_training(out, {"policy.memory=gru"});
  request.on_update = [&steps](const TrainingStatus& status) {
    steps.push_back(status.step);
    CHECK(status.total_steps == 256);
    CHECK(status.metrics.front().first == "policy_loss");
    return true;
  };
  CHECK(train(request) == out);
  CHECK(steps == std::vector<std::int64_t>{64, 128, 192, 256});

  // The same decisions as those of the run as the program loads it.
  Registry registry;
  registry.add(own_meadow());
  RegisteredEnvironments environments{std::move(registry)};
  const LoadedRun run = load_run(out.string() + "@latest", {}, environments);
  TrainedPolicy policy(out.string() + "@latest");
  CHECK(policy.step() == 256);
  CHECK(policy.env_id() == "toy-meadow");
  testing::ToyMeadow world;
  EpisodeRunner runner(std::make_unique<testing::ToyMeadow>(), 5);
  TeamActor actor(run.policies, world.spec());
  for (int i = 0; i < 3; ++i) {
    const Decision wanted = actor.decide(0, runner.observation(0), nullptr);
    const Decision found = policy.decide(runner.observation(0));
    CHECK(found.action == wanted.action);
    CHECK(found.value == wanted.value);
    CHECK(found.attention.weights == wanted.attention.weights);
    std::vector<float> both = found.action;
    both.insert(both.end(), found.action.begin(), found.action.end());
    runner.advance(both);
  }
  policy.begin_episode();
  actor.begin_episode();
  CHECK(policy.decide(runner.observation(0)).value ==
        actor.decide(0, runner.observation(0), nullptr).value);
}

TEST_CASE("A program stops a training and goes on with it") {
  const testing::TemporaryFolder folder;
  const fs::path whole = folder.path() / "whole", parts = folder.path() / "parts";
  train(small_training(whole));
  OwnTraining request = small_training(parts);
  request.on_update = [](const TrainingStatus& status) { return status.step < 128; };
  train(request);
  CHECK_FALSE(fs::exists(parts / "checkpoints/step-256.safetensors"));
  request.on_update = {};
  request.settings.clear();
  request.resume = true;
  train(request);
  const auto last = [](const fs::path& run) {
    return testing::read_text(run / "checkpoints/step-256.safetensors");
  };
  CHECK(last(whole) == last(parts));
}

TEST_CASE("A program's training takes a configuration file, and tells what is wrong with it") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "mine.toml";
  std::ofstream(file) << "steps = 64\n[env]\nid = \"forage\"\n[rollout]\nenvs = 4\nhorizon = 16\n";
  OwnTraining request{.environment = own_meadow(),
                      .config = file.string(),
                      .settings = {"eval.episodes=0", "policy.image_patch=1"},
                      .out = (folder.path() / "run").string()};
  const fs::path run = train(request);
  CHECK(TrainedPolicy(run.string()).env_id() == "toy-meadow");
  request.settings = {"policy.widht=8"};
  request.out += "-2";
  CHECK_THROWS_WITH(train(request), Contains("did you mean 'policy.width'"));
  request.environment.id = "forage";
  CHECK_THROWS_WITH(train(request), Contains("is there already"));
}

TEST_CASE("A program that shows a policy nonsense is told") {
  const testing::TemporaryFolder folder;
  const fs::path out = folder.path() / "run";
  train(small_training(out));
  TrainedPolicy policy(out.string());
  CHECK_THROWS_AS(policy.decide(policy.observation()), Error);  // Not even the agent itself.
  CHECK_THROWS_WITH(TrainedPolicy("nowhere/run"), Contains("nowhere/run"));
}
