// Reading runs, and saying which cannot be read.
#include <catch2/catch.hpp>

#include "envs/core/error.h"
#include "experiments/results/evaluation_log.h"
#include "experiments/results/made_runs.h"
#include "experiments/results/run_results.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::MadeRuns;
using testing::write_text;

LoadedResults load(const MadeRuns& runs, const std::string& metric = "return_mean") {
  return load_results(find_runs({runs.path()}), metric);
}

std::string error_of(const auto& function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("A run's results are its configuration and its evaluations") {
  const MadeRuns runs;
  runs.add({.name = "a", .seed = 7, .scores = {1.5, 2.5}});
  const LoadedResults results = load(runs);
  REQUIRE(results.runs.size() == 1);
  const RunResults& run = results.runs[0];
  CHECK(run.environment == "forage");
  CHECK(run.seed == 7);
  CHECK(run.steps == 200);
  CHECK(run.steps_asked == 200);
  CHECK(run.wall_seconds == 4.0);
  CHECK(run.config.at("policy.encoder") == "\"attention\"");
  CHECK(run.config.at("policy.width") == "64");  // A key that the file lacks has its default.
  REQUIRE(run.evaluations.size() == 2);
  CHECK(run.evaluations[1].score == 2.5);
  CHECK(run.evaluations[1].wall_seconds == 4.0);
}

TEST_CASE("Any column of evals.csv can be the score") {
  const MadeRuns runs;
  runs.add({.name = "a"});
  CHECK(load(runs, "outcome.eaten").runs[0].evaluations[2].score == 0.2);
  CHECK(load(runs, "return_mean").runs[0].evaluations[2].score == 3);
}

TEST_CASE("The summary tells the steps and the time after the last evaluation") {
  const MadeRuns runs;
  runs.add({.name = "a"});
  write_text(runs.folder("a") / "summary.json", R"({"steps": 350, "wall_seconds": 9.5})");
  const LoadedResults results = load(runs);
  CHECK(results.runs[0].steps == 350);
  CHECK(results.runs[0].wall_seconds == 9.5);
}

TEST_CASE("Runs are found below a directory, each once, and not within runs") {
  const MadeRuns runs;
  runs.add({.name = "sweep/b/seed-1"});
  runs.add({.name = "sweep/a/seed-1"});
  runs.add({.name = "sweep/a/seed-1/checkpoints/copy"});
  const auto found = find_runs({runs.path("sweep"), runs.path("sweep/b/seed-1")});
  REQUIRE(found.size() == 2);
  CHECK(found[0] == runs.folder("sweep/a/seed-1"));
  CHECK(found[1] == runs.folder("sweep/b/seed-1"));
  CHECK_THAT(error_of([&] { find_runs({runs.path("none")}); }), Contains("there is no run"));
  std::filesystem::create_directory(runs.folder("empty"));
  CHECK_THAT(error_of([&] { find_runs({runs.path("empty")}); }), Contains("holds none"));
  CHECK_THAT(error_of([&] { find_runs({runs.path("sweep/b/seed-1@best")}); }),
             Contains("wanted a run directory"));
}

TEST_CASE("Damaged, empty and unfinished runs are named, and the others remain") {
  const MadeRuns runs;
  runs.add({.name = "a-good"});
  runs.add({.name = "b-empty", .scores = {}});
  runs.add({.name = "c-damaged"});
  write_text(runs.folder("c-damaged") / "evals.csv", "step,return_mean\n100,1\n200,x\n");
  runs.add({.name = "d-no-log"});
  std::filesystem::remove(runs.folder("d-no-log") / "evals.csv");
  write_text(runs.folder("e-start") / "config.toml.tmp-1", "");
  runs.add({.name = "f-config"});
  write_text(runs.folder("f-config") / "config.toml", "seed = 1\nsteps = 3\n");
  const LoadedResults results = load(runs);
  REQUIRE(results.runs.size() == 1);
  REQUIRE(results.omitted.size() == 5);
  CHECK(results.omitted[0].reason == "it has no evaluation");
  CHECK_THAT(results.omitted[1].reason, Contains("evals.csv:3: found 'x', wanted a number"));
  CHECK_THAT(results.omitted[2].reason, Contains("cannot be read"));
  CHECK_THAT(results.omitted[3].reason, Contains("start was not finished"));
  CHECK_THAT(results.omitted[4].reason, Contains("found no key env.id"));
}

TEST_CASE("Damage in evals.csv is told with its line; an unfinished line is left out") {
  const auto parse = [](const std::string& text) {
    return parse_evaluations(text, "score", "evals.csv");
  };
  CHECK(parse("step,score\n1,2\n2,").size() == 1);
  CHECK(parse("step,score\r\n1,2\r\n").size() == 1);
  CHECK(parse("step,score\n1,\n2,5\n").size() == 1);  // A score that does not exist.
  CHECK_THAT(error_of([&] { parse("step,score\n1,2,3\n"); }),
             Contains("evals.csv:2: found 3 fields"));
  CHECK_THAT(error_of([&] { parse("step,score\n2,1\n2,1\n"); }),
             Contains(":3: found step 2 after 2"));
  CHECK_THAT(error_of([&] { parse("step,score\n1.5,1\n"); }), Contains("found step '1.5'"));
  CHECK_THAT(error_of([&] { parse("step,score\n1,inf\n"); }), Contains("found 'inf'"));
  CHECK_THAT(error_of([&] { parse("score\n1\n"); }), Contains("no header"));
}

}  // namespace saccade
