#include "experiments/players/player.h"

#include <catch2/catch.hpp>

#include "envs/episode/episode_runner.h"
#include "experiments/checkpoint/checkpoint_store.h"
#include "support/program.h"

using namespace saccade;
using saccade::testing::run_program_in;
using saccade::testing::TemporaryFolder;

namespace {

std::filesystem::path train_in(const TemporaryFolder& folder) {
  const auto result = run_program_in(
      folder.path(), SACCADE_PROGRAM,
      {"train", "pendulum", "--out", "run", "--quiet", "--steps", "256", "--set", "rollout.envs=2",
       "--set", "rollout.horizon=32", "--set", "checkpoint.every=64", "--set", "eval.episodes=0"});
  INFO(result.err);
  REQUIRE(result.status == 0);
  return folder.path() / "run";
}

}  // namespace

TEST_CASE(
    "Whoever follows a run in training plays its newest checkpoint from the next episode on") {
  const TemporaryFolder folder;
  const std::filesystem::path run = train_in(folder);
  const std::vector<std::int64_t> steps = checkpoint_steps(run);
  REQUIRE(steps.size() >= 2);
  const auto newest = checkpoint_path(run, steps.back());
  std::filesystem::rename(newest, folder.path() / "aside");
  RegisteredEnvironments environments;
  const ExperimentConfig config = load_run(run.string(), {}, environments).config;
  const EnvironmentSpec spec = spec_of(environment_factory(config, environments));
  FollowingPlayer player(run.string(), {}, spec, false, environments);
  const std::int64_t before = player.run().step;
  CHECK(before < steps.back());
  std::filesystem::rename(folder.path() / "aside", newest);
  CHECK(player.run().step == before);
  player.begin_episode(1);
  CHECK(player.run().step == steps.back());
  std::filesystem::remove_all(run / "checkpoints");
  player.begin_episode(2);
  CHECK(player.run().step == steps.back());
}

TEST_CASE("A random player repeats itself for the same seed only") {
  const ActionSpace space{{CategoricalHead{"move", std::vector<std::string>(1000, "x"), false}}};
  const ObservationSpace sight{{{"self", {"x"}, 1}}};
  Observation observation(sight, space);
  observation.add(0, 0, {0});
  EnvironmentSpec spec;
  spec.kinds = {{.observation = sight, .action = space}};
  RandomPlayer player(spec);
  const auto action = [&](std::uint64_t seed) {
    player.begin_episode(seed);
    return player.think(0, observation).action;
  };
  CHECK(action(1) == action(1));
  CHECK(action(1) != action(2));
}
