#include "experiments/run/training.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "experiments/run/atomic_file.h"
#include "experiments/run/run_directory.h"
#include "support/program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Sets = std::vector<std::string>;

constexpr int kSteps = 768;

/// Six updates of 128 steps; episodes are short enough to end and long enough to be running when a
/// checkpoint is written.
Sets with(const Sets& more) {
  Sets sets = {
      "steps=768",       "threads=2",      "policy.width=8",      "policy.attention.heads=2",
      "ppo.envs=4",      "ppo.horizon=32", "ppo.epochs=2",        "ppo.minibatches=2",
      "eval.episodes=2", "eval.every=256", "checkpoint.every=256"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

void finish(Training& training) {
  while (!training.done()) training.advance();
  training.save();
}

/// A CSV file without the columns that hold times.
std::string without_times(const fs::path& file) {
  std::istringstream lines(read_file(file));
  std::string text, line, field;
  std::set<int> times;
  for (bool is_header = true; std::getline(lines, line); is_header = false) {
    std::istringstream fields(line);
    for (int column = 0; std::getline(fields, field, ','); ++column) {
      if (is_header && (field == "wall_seconds" || field == "steps_per_second")) {
        times.insert(column);
      }
      if (!times.contains(column)) text += field + ",";
    }
    text += "\n";
  }
  return text;
}

std::int64_t rows(const fs::path& file) {
  const std::string text = read_file(file);
  return std::count(text.begin(), text.end(), '\n') - 1;
}

/// Where the runs of one test case go.
class Runs {
 public:
  fs::path folder(const std::string& name) const { return folder_.path() / name; }

  /// A whole run.
  fs::path train(const std::string& name, const std::string& env, const Sets& sets) {
    Training training(load_experiment(env, sets, catalogue_), catalogue_, folder(name).string());
    finish(training);
    return folder(name);
  }
  Catalogue& catalogue() { return catalogue_; }

 private:
  testing::TemporaryFolder folder_;
  Catalogue catalogue_;
};

void check_same_run(const fs::path& a, const fs::path& b) {
  CHECK(without_times(a / "metrics.csv") == without_times(b / "metrics.csv"));
  CHECK(without_times(a / "evals.csv") == without_times(b / "evals.csv"));
  CHECK(read_file(a / "config.toml") == read_file(b / "config.toml"));
  CHECK(read_file(checkpoint_path(a, kSteps)) == read_file(checkpoint_path(b, kSteps)));
}

}  // namespace

TEST_CASE("a run that was killed continues as if it had not been", "[threads]") {
  const std::string env = GENERATE("cartpole", "forage");
  Runs runs;
  const fs::path whole = runs.train("whole", env, with({}));
  {
    Training training(load_experiment(env, with({}), runs.catalogue()), runs.catalogue(),
                      runs.folder("killed").string());
    for (int i = 0; i < 5; ++i) training.advance();
    CHECK(training.stored_step() == 512);
  }
  REQUIRE(rows(runs.folder("killed") / "metrics.csv") == 5);
  Training resumed(open_for_resume(runs.folder("killed"), {}, runs.catalogue()), runs.catalogue());
  CHECK(rows(runs.folder("killed") / "metrics.csv") == 4);
  finish(resumed);
  check_same_run(whole, runs.folder("killed"));
}

TEST_CASE("a run that was interrupted anywhere continues as if it had not been", "[threads]") {
  Runs runs;
  const fs::path whole = runs.train("whole", "forage", with({}));
  {
    Training training(load_experiment("forage", with({}), runs.catalogue()), runs.catalogue(),
                      runs.folder("stopped").string());
    training.advance();
    training.save();
    CHECK(training.stored_step() == 128);
  }
  Training resumed(open_for_resume(runs.folder("stopped"), {}, runs.catalogue()), runs.catalogue());
  finish(resumed);
  check_same_run(whole, runs.folder("stopped"));
}

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

TEST_CASE("a finished run can be given more steps, but not fewer than it has", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  CHECK_THROWS_WITH(open_for_resume(run, {"steps=512"}, runs.catalogue()),
                    Contains("has trained for 768 already"));
  Training more(open_for_resume(run, {"steps=1024"}, runs.catalogue()), runs.catalogue());
  CHECK_FALSE(more.done());
  finish(more);
  CHECK(rows(run / "metrics.csv") == 8);
  CHECK_THAT(read_file(run / "config.toml"), Contains("steps = 1024"));
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
      load_experiment("forage", with({"policy.encoder=mlp"}), runs.catalogue());
  CHECK_THROWS_AS(Training(config, runs.catalogue(), runs.folder("run").string()), Error);
  CHECK_FALSE(fs::exists(runs.folder("run")));
}

}  // namespace saccade
