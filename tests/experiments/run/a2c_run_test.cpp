// Whole runs of other algorithms than PPO.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "experiments/files/atomic_file.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"
#include "experiments/run/training.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::check_same_run;
using testing::finish;
using testing::Runs;
using testing::with;

}  // namespace

TEST_CASE("a run of A2C logs its own metrics and no others", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({"algorithm=a2c"}));
  const std::string metrics = read_file(run / "metrics.csv");
  CHECK(metrics.substr(0, metrics.find('\n')) ==
        "step,wall_seconds,episodes,return_mean,length_mean,policy_loss,value_loss,entropy,"
        "explained_variance,learning_rate,grad_norm,steps_per_second");
  CHECK_THAT(read_file(run / "config.toml"),
             Contains("algorithm = \"a2c\"\n") && Contains("\n[a2c]\n") && !Contains("[ppo]"));
}

TEST_CASE("a run of any algorithm that was killed continues as if it had not been", "[threads]") {
  const std::string algorithm = GENERATE("algorithm=a2c", "algorithm=vtrace");
  INFO(algorithm);
  Runs runs;
  const fs::path whole = runs.train("whole", "cartpole", with({algorithm}));
  {
    Training training(load_experiment("cartpole", with({algorithm}), runs.environments()),
                      runs.environments(), runs.folder("killed").string());
    for (int i = 0; i < 5; ++i) training.advance();
    CHECK(training.stored_step() == 512);
  }
  Training resumed(open_for_resume(runs.folder("killed"), {}, runs.environments()),
                   runs.environments());
  finish(resumed);
  check_same_run(whole, runs.folder("killed"));
}

}  // namespace saccade
