// Runs in a wrapped world: what a run trains in is what evaluation, resuming and the program see.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"
#include "experiments/run/short_runs.h"
#include "support/saccade_program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::check_same_run;
using testing::finish;
using testing::json_of;
using testing::Runs;
using testing::Sets;
using testing::with;

const Sets kWrapped = with(
    {"env.seconds=5", "wrap.flicker=0.5", R"(wrap.hide=["food.distance", "self.velocity_x"])"});

/// In every wrapper.
const Sets kDisguised =
    with({"wrap.randomise=arena*0.8..1.2", "wrap.sticky=0.25", "wrap.action_delay=1",
          "wrap.frame_skip=2", "wrap.time_limit=40", "wrap.reward_scale=2", "wrap.reward_clip=1.5",
          "wrap.noise=0.1", "wrap.feature_noise=food.x=0.05", "wrap.flicker=0.25",
          "wrap.hide=food.distance"});

double mean_return(const std::string& run, const Sets& sets) {
  Sets arguments = {"eval", run, "--episodes", "5", "--json", "--set", "env.seconds=30"};
  for (const std::string& set : sets) {
    arguments.push_back("--set");
    arguments.push_back(set);
  }
  return json_of(arguments)["return_mean"].get<double>();
}

}  // namespace

TEST_CASE("a run in a wrapped world continues as if it had not been killed", "[threads]") {
  const bool in_all = GENERATE(false, true);
  const Sets& sets = in_all ? kDisguised : kWrapped;
  Runs runs;
  const fs::path whole = runs.train("whole", "forage", sets);
  {
    Training training(load_experiment("forage", sets, runs.environments()), runs.environments(),
                      runs.folder("killed").string());
    for (int i = 0; i < 5; ++i) training.advance();
  }
  Training resumed(open_for_resume(runs.folder("killed"), {}, runs.environments()),
                   runs.environments());
  finish(resumed);
  check_same_run(whole, runs.folder("killed"));
}

TEST_CASE("a run remembers its wrappers") {
  Runs runs;
  const std::string run = runs.train("run", "forage", kWrapped).string();
  const LoadedRun loaded = load_run(run, {}, runs.environments());
  CHECK(loaded.config.wrap.get<double>("flicker") == 0.5);
  const LoadedRun alone =
      load_run(checkpoint_path(run, testing::kSteps).string(), {}, runs.environments());
  CHECK(alone.config.wrap.values() == loaded.config.wrap.values());
  CHECK_THROWS_WITH(load_run(run, {"wrap.hide=[]"}, runs.environments()),
                    Contains("was trained in environment 'forage' with the entities [self(5), "
                             "food(7)") &&
                        Contains("has [self(6), food(8)"));
}

TEST_CASE("the program takes wrappers wherever it takes an environment") {
  Runs runs;
  const std::string run = runs.train("run", "forage", kWrapped).string();
  CHECK(mean_return(run, {}) == mean_return(run, {"wrap.flicker=0.5"}));
  CHECK(mean_return(run, {}) != mean_return(run, {"wrap.flicker=0"}));
  const auto checked = testing::run({"check-env", "forage", "--episodes", "2", "--set",
                                     "wrap.flicker=0.5", "--set", "env.seconds=2"});
  INFO(checked.err);
  CHECK(checked.status == 0);
  const Sets wrong = {"check-env", "forage", "--set", "wrap.hide=food.colour"};
  CHECK_THAT(testing::refusal(wrong),
             Contains("wrap.hide: found \"food.colour\"") && Contains("food.distance"));
  CHECK_THAT(testing::refusal({"check-env", "cartpole", "--set", "wrap.flicker=0.5"}),
             Contains("wrap.flicker: found 0.5, wanted 0: environment cartpole shows no entity"));
  CHECK_THAT(testing::refusal({"train", "forage", "--set", "wrap.hide=food.colour"}),
             Contains("wrap.hide: found \"food.colour\""));
  CHECK_THAT(testing::refusal({"eval", run, "--set", "steps=1"}),
             Contains("wanted env.<option>=value or wrap.<wrapper>=value"));
}

}  // namespace saccade
