#include "experiments/run/training.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "experiments/files/atomic_file.h"
#include "experiments/files/log_table.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::check_same_run;
using testing::kSteps;
using testing::Runs;
using testing::Sets;
using testing::with;
using testing::without_times;

}  // namespace

TEST_CASE("the configuration of a run repeats the run", "[threads]") {
  Runs runs;
  const fs::path first = runs.train("first", "pendulum", with({"seed=3"}));
  const fs::path second = runs.train("second", (first / "config.toml").string(), {});
  check_same_run(first, second);
}

TEST_CASE("evaluations and checkpoints do not change what is learned", "[threads]") {
  Runs runs;
  const fs::path many = runs.train("many", "cartpole", with({}));
  const fs::path none =
      runs.train("none", "cartpole", with({"eval.episodes=0", "checkpoint.every=0"}));
  CHECK(without_times(many / "metrics.csv") == without_times(none / "metrics.csv"));
}

TEST_CASE("measuring how far attention explains changes nothing else", "[threads]") {
  Runs runs;
  const auto train = [&](const std::string& name, const std::string& every) {
    return runs.train(name, "minefield",
                      with({"env.max_steps=20", "policy.width=16", "eval.episodes=2", every}));
  };
  const fs::path never = train("never", "explain.every=0");
  const fs::path often = train("often", "explain.every=1");
  const fs::path once = train("once", "explain.every=1000000");
  CHECK(without_times(never / "metrics.csv") == without_times(often / "metrics.csv"));
  const LogTable of_never = read_log_table(never / "evals.csv");
  const LogTable of_often = read_log_table(often / "evals.csv");
  const LogTable of_once = read_log_table(once / "evals.csv");
  CHECK(of_often.rows() > 2);
  CHECK(of_never.find("explain.gain") == nullptr);
  CHECK(of_never.find("return_mean")->size() == of_often.rows());
  CHECK(*of_never.find("return_mean") == *of_often.find("return_mean"));
  for (const double gain : *of_often.find("explain.gain")) CHECK(std::isfinite(gain));
  CHECK(std::isnan(of_once.find("explain.gain")->front()));
  CHECK(std::isfinite(of_once.find("explain.gain")->back()));
  const auto weights = [](const fs::path& run) {
    return read_checkpoint(checkpoint_path(run, kSteps)).tensors.at("policy.norm.gain").bytes;
  };
  CHECK(weights(never) == weights(often));
}

TEST_CASE("keys of evaluations and checkpoints do what they say", "[threads]") {
  Runs runs;
  const auto evals = [&](const std::string& name, const std::string& set) {
    return without_times(runs.train(name, "cartpole", with({set})) / "evals.csv");
  };
  const std::string usual = evals("usual", "eval.episodes=2");
  CHECK(std::count(usual.begin(), usual.end(), '\n') == 4);
  const std::string rarer = evals("every", "eval.every=0");
  CHECK(std::count(rarer.begin(), rarer.end(), '\n') == 2);
  CHECK(evals("episodes", "eval.episodes=3") != usual);
  CHECK(evals("seed", "eval.seed=5") != usual);
  const auto checkpoints = [&](const std::string& name, const Sets& sets) {
    return checkpoint_steps(runs.train(name, "cartpole", with(sets))).size();
  };
  CHECK(checkpoints("often", {"checkpoint.every=128", "checkpoint.keep=0"}) == 7);
}

TEST_CASE("of checkpoints to be kept once, the newest and the best stay", "[threads]") {
  Runs runs;
  const fs::path run =
      runs.train("few", "cartpole", with({"checkpoint.every=128", "checkpoint.keep=1"}));
  std::set<fs::path> wanted;
  for (const char* link : {"latest", "best"}) {
    wanted.insert(fs::canonical(run / "checkpoints" / link));
  }
  std::set<fs::path> found;
  for (const std::int64_t step : checkpoint_steps(run)) {
    found.insert(fs::canonical(checkpoint_path(run, step)));
  }
  CHECK(found == wanted);
  CHECK(found.contains(fs::canonical(checkpoint_path(run, kSteps))));
}

TEST_CASE("the summary tells what was reached", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "forage", with({"seed=4"}));
  const auto summary = nlohmann::json::parse(read_file(run / "summary.json"));
  CHECK(summary["env"] == "forage");
  CHECK(summary["seed"] == 4);
  CHECK(summary["steps"] == kSteps);
  CHECK(summary["last_evaluation"]["step"] == kSteps);
  CHECK(summary["best_evaluation"]["return_mean"] >= summary["last_evaluation"]["return_mean"]);
  CHECK(summary["wall_seconds"] > 0);
  CHECK_THAT(read_file(run / "evals.csv"), Contains("count.food_eaten"));
}

TEST_CASE("a configuration that does not fit leaves no folder behind") {
  Runs runs;
  const ExperimentConfig config =
      load_experiment("forage", with({"policy.encoder=mlp"}), runs.environments());
  CHECK_THROWS_AS(Training(config, runs.environments(), runs.folder("run").string()), Error);
  CHECK_FALSE(fs::exists(runs.folder("run")));
}

}  // namespace saccade
