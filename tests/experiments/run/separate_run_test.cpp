// Whole runs in which each agent has parameters of its own, runs with a central critic, and both
// with noise that lasts.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/files/safetensors.h"
#include "experiments/players/player.h"
#include "experiments/run/resumed_run.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"
#include "experiments/run/workshop_environments.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::check_same_run;
using testing::finish;
using testing::with;
using testing::workshop_environments;

/// The checkpoint from which the run goes on is of the fourth step of episodes of eight.
void check_resumed(testing::Sets sets) {
  sets.insert(sets.end(), {"rollout.envs=8", "rollout.horizon=12"});
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments = workshop_environments();
  const ExperimentConfig config = load_experiment("workshop", with(sets), environments);
  const fs::path whole = folder.path() / "whole", killed = folder.path() / "killed";
  {
    Training training(config, environments, whole.string());
    finish(training);
  }
  {
    Training training(config, environments, killed.string());
    for (int i = 0; i < 5; ++i) training.advance();
  }
  RegisteredEnvironments again = workshop_environments();
  Training resumed(open_for_resume(killed, {}, again), again);
  finish(resumed);
  check_same_run(whole, killed);
}

}  // namespace

TEST_CASE("with separate parameters each agent has tensors, figures and a policy of its own",
          "[threads]") {
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments = workshop_environments();
  const ExperimentConfig config =
      load_experiment("workshop", with({"policy.parameters=separate"}), environments);
  const fs::path run = folder.path() / "run";
  {
    Training training(config, environments, run.string());
    finish(training);
  }
  const std::string metrics = read_file(run / "metrics.csv");
  for (const char* column : {"porter_0.return_mean", "porter_1.entropy", "picker.grad_norm"}) {
    CHECK_THAT(metrics.substr(0, metrics.find('\n')), Contains(column));
  }
  const SafetensorsFile file = read_safetensors(checkpoint_path(run, testing::kSteps));
  CHECK(file.metadata.at("kinds") == R"(["porter_0","porter_1","picker"])");
  const std::string weight = "policy.head.lean.weight";
  CHECK(file.tensors.at("porter_0." + weight).bytes != file.tensors.at("porter_1." + weight).bytes);
  CHECK(load_run(run.string(), {}, environments).policies.size() == 3);
}

TEST_CASE(
    "a run of several agents continues as if it had not stopped, whatever they have in common",
    "[threads]") {
  const std::string noise = "policy.continuous.deviation=gsde";
  const std::string whole = "policy.continuous.noise_every=0";
  SECTION("separate") {
    check_resumed({"policy.parameters=separate"});
  }
  SECTION("central") {
    check_resumed({"policy.critic=central", "policy.memory=gru"});
  }
  SECTION("noise that lasts") {
    check_resumed({noise, whole, "policy.memory=gru"});
  }
  SECTION("noise that lasts, separate") {
    check_resumed({noise, whole, "policy.parameters=separate"});
  }
  SECTION("noise that lasts, central") {
    check_resumed({noise, "policy.critic=central"});
  }
}

TEST_CASE("a central critic of separate parameters is refused by name") {
  RegisteredEnvironments environments = workshop_environments();
  const ExperimentConfig config = load_experiment(
      "workshop", with({"policy.parameters=separate", "policy.critic=central"}), environments);
  const testing::TemporaryFolder folder;
  CHECK_THROWS_WITH(Training(config, environments, (folder.path() / "run").string()),
                    Contains("policy.critic: found central, wanted own with policy.parameters = "
                             "separate"));
}

TEST_CASE("separate parameters of an agent that is alone are refused by name") {
  RegisteredEnvironments environments;
  const ExperimentConfig config =
      load_experiment("cartpole", with({"policy.parameters=separate"}), environments);
  const testing::TemporaryFolder folder;
  CHECK_THROWS_WITH(
      Training(config, environments, (folder.path() / "run").string()),
      Contains("policy.parameters: found separate, wanted shared: environment cartpole: "
               "it has no kind of agents with more than one"));
}

TEST_CASE("a player is told the value of each agent in the light of the others") {
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments = workshop_environments();
  const ExperimentConfig config =
      load_experiment("workshop", with({"policy.critic=central"}), environments);
  const fs::path run = folder.path() / "run";
  {
    Training training(config, environments, run.string());
    finish(training);
  }
  // Both porters are there from the first step on.
  const EpisodeRunner runner(std::make_unique<testing::Workshop>(), std::uint64_t{3});
  PolicyPlayer player(load_run(run.string(), {}, environments), runner.spec(), false);
  CHECK(player.has_value());
  const auto value = [&] { return player.think(0, runner.observation(0)).value; };
  const float alone = value();
  player.see(runner.observations());
  CHECK(value() != alone);
}

}  // namespace saccade
