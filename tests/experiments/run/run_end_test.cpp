// Why a run ends, and which checkpoints it leaves.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/files/atomic_file.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/short_runs.h"
#include "experiments/run/training.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Steps = std::vector<std::int64_t>;
using testing::finish;
using testing::Runs;
using testing::Sets;
using testing::with;
using testing::without_times;

// An episode of cartpole is rewarded at each of its steps: every evaluation reaches 1.
const Sets kHeld = with({"eval.stop_return=1", "eval.stop_count=2"});

Training begin(Runs& runs, const std::string& name, const Sets& sets) {
  return {load_experiment("cartpole", sets, runs.environments()), runs.environments(),
          runs.folder(name).string()};
}

Training resume(Runs& runs, const std::string& name, const Sets& sets = {}) {
  return {open_for_resume(runs.folder(name), sets, runs.environments()), runs.environments()};
}

nlohmann::json summary_of(const fs::path& run) {
  return nlohmann::json::parse(read_file(run / "summary.json"));
}

std::int64_t last_step(const fs::path& csv) {
  const std::string text = read_file(csv);
  return std::stoll(text.substr(text.rfind('\n', text.size() - 2) + 1));
}

double last_seconds(const fs::path& csv) {
  const std::string text = read_file(csv);
  return std::stod(text.substr(text.find(',', text.rfind('\n', text.size() - 2)) + 1));
}

}  // namespace

TEST_CASE("evaluations that hold the return end the run", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", kHeld);
  const fs::path whole = runs.train("whole", "cartpole", with({}));
  CHECK(last_step(run / "metrics.csv") == 512);
  CHECK(last_step(run / "evals.csv") == 512);
  CHECK(checkpoint_steps(run).back() == 512);
  CHECK(summary_of(run)["ended"] == "threshold");
  CHECK(summary_of(run)["steps_asked"] == testing::kSteps);
  CHECK_THAT(without_times(whole / "metrics.csv"),
             Catch::StartsWith(without_times(run / "metrics.csv")));
  CHECK_THAT(without_times(whole / "evals.csv"),
             Catch::StartsWith(without_times(run / "evals.csv")));
}

TEST_CASE("a run that was killed is ended by the same evaluation", "[threads]") {
  const int updates = GENERATE(1, 2, 3);
  Runs runs;
  const fs::path whole = runs.train("whole", "cartpole", kHeld);
  {
    Training training = begin(runs, "killed", kHeld);
    for (int i = 0; i < updates; ++i) training.advance();
  }
  Training resumed = resume(runs, "killed");
  finish(resumed);
  const fs::path killed = runs.folder("killed");
  CHECK(without_times(killed / "evals.csv") == without_times(whole / "evals.csv"));
  CHECK(read_file(checkpoint_path(killed, 512)) == read_file(checkpoint_path(whole, 512)));
}

TEST_CASE("a run that its evaluations ended trains on when it is given steps anew", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", kHeld);
  const std::string config = read_file(run / "config.toml");
  for (const Sets& sets : {Sets{}, Sets{"steps=512"}, Sets{"threads=1"}}) {
    Training ended = resume(runs, "run", sets);
    CHECK(ended.done());
    CHECK(ended.end() == RunEnd::kThreshold);
    ended.save();
    CHECK(read_file(run / "config.toml") == config);
  }
  // The number may be that which it had.
  Training more = resume(runs, "run", {"steps=768"});
  CHECK_FALSE(more.end());
  finish(more);
  CHECK(last_step(run / "metrics.csv") == 768);
  CHECK(summary_of(run)["ended"] == "steps");
  CHECK_THAT(read_file(run / "config.toml"), Contains("stop_return = inf"));
}

TEST_CASE("a run whose time is up is evaluated and saved", "[threads]") {
  Runs runs;
  const fs::path run = runs.folder("run");
  {
    Training training = begin(runs, "run", with({}));
    training.limit_time(1e-9);
    CHECK_FALSE(training.end());
    training.advance();
    CHECK(training.end() == RunEnd::kTime);
    CHECK_FALSE(training.done());
  }
  CHECK(last_step(run / "evals.csv") == 128);
  CHECK(checkpoint_steps(run).back() == 128);
  CHECK(summary_of(run)["ended"] == "time");
  CHECK(summary_of(run)["last_evaluation"]["step"] == 128);
  Training resumed = resume(runs, "run");
  finish(resumed);
  const fs::path whole = runs.train("whole", "cartpole", with({}));
  CHECK(without_times(run / "metrics.csv") == without_times(whole / "metrics.csv"));
  CHECK(summary_of(run)["ended"] == "steps");
}

TEST_CASE("time counts from the beginning of the run", "[threads]") {
  Runs runs;
  const fs::path run = runs.folder("run");
  {
    Training training = begin(runs, "run", with({}));
    training.advance();
    training.save();
    CHECK(summary_of(run)["ended"] == "interrupted");
  }
  const double seconds = last_seconds(run / "metrics.csv");
  Training over = resume(runs, "run");
  over.limit_time(seconds);
  CHECK(over.end() == RunEnd::kTime);
  over.limit_time(seconds + 1000);
  CHECK_FALSE(over.end());
}

TEST_CASE("the time of the last evaluation is not forgotten", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  const double seconds = last_seconds(run / "evals.csv");
  CHECK(seconds > last_seconds(run / "metrics.csv"));
  Training more = resume(runs, "run", {"steps=1024"});
  CHECK(more.progress().wall_seconds >= seconds);
}

TEST_CASE("an evaluation that is given up when the time is up is made by who resumes",
          "[threads]") {
  Runs runs;
  {
    Training training = begin(runs, "run", with({}));
    training.limit_time(1e-9);
    const std::atomic<bool> stop{true};
    training.advance(&stop);
    CHECK_FALSE(training.end());
    CHECK(training.progress().step == 0);
    training.save();
  }
  CHECK(summary_of(runs.folder("run"))["ended"] == "interrupted");
  Training resumed = resume(runs, "run");
  resumed.limit_time(1e-9);
  CHECK_FALSE(resumed.end());
  resumed.advance();
  CHECK(resumed.end() == RunEnd::kTime);
}

TEST_CASE("milestones stay and change nothing", "[threads]") {
  Runs runs;
  const auto run_with = [&](const std::string& name, const Sets& sets) {
    return runs.train(name, "cartpole", with(sets));
  };
  const fs::path run =
      run_with("run", {"checkpoint.every=128", "checkpoint.keep=1", "checkpoint.milestones=2"});
  const fs::path none = run_with("none", {"checkpoint.every=128", "checkpoint.keep=1"});
  const fs::path rare = run_with("rare", {"checkpoint.every=0", "checkpoint.milestones=2"});
  for (const char* log : {"metrics.csv", "evals.csv"}) {
    CHECK(without_times(run / log) == without_times(none / log));
  }
  const std::int64_t best = summary_of(run)["best_evaluation"]["step"];
  const auto unless_best = [best](Steps steps) {
    std::erase(steps, best);
    return steps;
  };
  CHECK(unless_best(checkpoint_steps(run)) == unless_best({0, 384, 768}));
  CHECK(unless_best(checkpoint_steps(none)) == unless_best({768}));
  CHECK(std::ranges::includes(checkpoint_steps(rare), Steps{0, 384, 768}));
  Checkpoint with_milestones = read_checkpoint(checkpoint_path(run, 768));
  const Checkpoint without = read_checkpoint(checkpoint_path(none, 768));
  REQUIRE(with_milestones.tensors.erase("run.milestones") == 1);
  REQUIRE(with_milestones.tensors.size() == without.tensors.size());
  for (const auto& [name, tensor] : without.tensors) {
    CHECK(with_milestones.tensors.at(name).bytes == tensor.bytes);
  }
}

TEST_CASE("milestones stay when a run is killed, resumed and given more steps", "[threads]") {
  Runs runs;
  const Sets sets = with(
      {"checkpoint.every=128", "checkpoint.keep=1", "checkpoint.milestones=2", "eval.episodes=0"});
  const fs::path run = runs.folder("run");
  {
    Training training = begin(runs, "run", sets);
    for (int i = 0; i < 4; ++i) training.advance();
  }
  CHECK(checkpoint_steps(run) == Steps{0, 384, 512});
  // As if it was killed before an old checkpoint was removed.
  fs::copy_file(checkpoint_path(run, 384), checkpoint_path(run, 256));
  {
    Training training = resume(runs, "run");
    CHECK(checkpoint_steps(run) == Steps{0, 384, 512});
    finish(training);
  }
  CHECK(checkpoint_steps(run) == Steps{0, 384, 768});
  Training more = resume(runs, "run", {"steps=1280"});
  finish(more);
  // Of ten updates the half is five, which are over, and the whole ten.
  CHECK(checkpoint_steps(run) == Steps{0, 384, 768, 1280});
}

TEST_CASE("the summary tells by what a run was computed, and what its episodes did", "[threads]") {
  Runs runs;
  const nlohmann::json summary = summary_of(runs.train("run", "cartpole", with({})));
  CHECK(summary["ended"] == "steps");
  for (const char* key : {"version", "compiler", "simd", "processor"}) {
    CHECK(summary[key].is_string());
  }
  CHECK(summary["cores"] >= 1);
  CHECK(summary["threads"] == 2);
  for (const char* which : {"best_evaluation", "last_evaluation"}) {
    const nlohmann::json& point = summary[which];
    CHECK(point["episodes"] == 2);
    CHECK(point["outcomes"]["balanced"].get<int>() + point["outcomes"]["fell"].get<int>() == 2);
  }
  const nlohmann::json counted = summary_of(runs.train("forage", "forage", with({})));
  CHECK(counted["best_evaluation"]["counts"].contains("food_eaten"));
}

}  // namespace saccade
