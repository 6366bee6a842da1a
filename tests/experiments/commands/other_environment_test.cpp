// Training an environment with what was not made for it: another preset, another encoder.
#include <catch2/catch.hpp>

#include "experiments/config/experiment_config.h"
#include "support/saccade_program.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::refusal;
using saccade::testing::run;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

std::vector<std::string> train(std::vector<std::string> arguments,
                               const std::vector<std::string>& sets) {
  arguments.insert(arguments.begin(), "train");
  arguments.push_back("--quiet");
  for (const std::string& set : sets) {
    arguments.push_back("--set");
    arguments.push_back(set);
  }
  return arguments;
}

}  // namespace

TEST_CASE("A preset whose encoder cannot read an option's entities says what to add") {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "run").string();
  std::vector<std::string> sets = {
      "env.terrain_entities=true", "steps=16",          "rollout.envs=2",
      "rollout.horizon=8",         "ppo.minibatches=1", "eval.episodes=1"};
  const std::string message = refusal(train({"lunar-lander", "--out", out}, sets));
  CHECK_THAT(message, Contains("a varying number of 'terrain' entities") &&
                          Contains("with wrap.flicker every number varies") &&
                          Contains("--set policy.encoder=attention"));
  sets.emplace_back("policy.encoder=attention");
  const auto trained = saccade_in(folder.path(), train({"lunar-lander", "--out", out}, sets));
  INFO(trained.err);
  CHECK(trained.status == 0);
}

TEST_CASE("A preset's keys train another environment, whose options are at their defaults") {
  RegisteredEnvironments environments;
  const ExperimentConfig preset = load_experiment("lunar-lander-continuous", {}, environments);
  const ExperimentConfig other =
      load_experiment("lunar-lander-continuous",
                      {"env.gravity=-3.0", "env.id=lunar-lander", "env.wind=true"}, environments);
  CHECK(other.env_id == "lunar-lander");
  CHECK(other.env_options.get<double>("gravity") == -10);
  CHECK(other.env_options.get<bool>("wind"));
  CHECK(other.learner.rollout.horizon == preset.learner.rollout.horizon);
  CHECK(other.steps == preset.steps);
  CHECK_THAT(run({"train", "--help"}).out, Contains("--set env.id=ENV"));
}
