// How `saccade train` ends: its time is up, its evaluations are good enough, a signal.
#include <algorithm>
#include <fstream>

#include "support/saccade_program.h"

using Catch::Matchers::Contains;
using nlohmann::json;
using saccade::testing::read_text;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

using Arguments = std::vector<std::string>;
namespace fs = std::filesystem;

/// A quick run of whatever length.
Arguments train(const Arguments& more) {
  Arguments arguments = {
      "train",          "cartpole", "--out",           "run",   "--set",
      "policy.width=8", "--set",    "eval.episodes=1", "--set", "checkpoint.every=4096"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

json summary_of(const fs::path& folder) {
  return json::parse(read_text(folder / "run/summary.json"));
}

/// wall_seconds of every update.
std::vector<double> seconds_of(const fs::path& folder) {
  std::ifstream file(folder / "run/metrics.csv");
  std::vector<double> seconds;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) seconds.push_back(std::stod(line.substr(line.find(',') + 1)));
  return seconds;
}

}  // namespace

TEST_CASE("a run ends when its time is up, and goes on when it is given more", "[threads]") {
  const TemporaryFolder folder;
  const auto first = saccade_in(folder.path(), train({"--steps", "1000000000", "--for", "1s"}));
  CHECK(first.status == 0);
  CHECK(first.err.empty());
  CHECK_THAT(first.out, Contains("the time is up") && Contains("train --resume run --for 2s") &&
                            Contains("Best evaluation"));
  CHECK(summary_of(folder.path())["ended"] == "time");
  const std::vector<double> seconds = seconds_of(folder.path());
  REQUIRE_FALSE(seconds.empty());
  CHECK(seconds.back() >= 1);
  if (seconds.size() > 1) CHECK(seconds[seconds.size() - 2] < 1);
  const auto again = saccade_in(folder.path(), {"train", "--resume", "run", "--for", "1s"});
  CHECK(again.status == 0);
  CHECK_THAT(again.out, Contains("--for 1s was asked for: nothing left to do"));
  const std::string steps = std::to_string(summary_of(folder.path())["steps"].get<int>() + 256);
  const auto more =
      saccade_in(folder.path(), {"train", "--resume", "run", "--for", "1h", "--steps", steps});
  CHECK(more.status == 0);
  CHECK(seconds_of(folder.path()).size() == seconds.size() + 1);
  CHECK(summary_of(folder.path())["ended"] == "steps");
}

TEST_CASE("a run that has its steps before its time is up is finished", "[threads]") {
  const TemporaryFolder folder;
  const auto result = saccade_in(folder.path(), train({"--steps", "512", "--for", "1h"}));
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Contains("Trained cartpole for 512 steps"));
  CHECK(summary_of(folder.path())["ended"] == "steps");
}

TEST_CASE("a killed run that is resumed with the same --for has the same total", "[threads]") {
  const TemporaryFolder folder;
  // The shell kills it once it has logged a few updates.
  const std::string command =
      "\"$0\" train cartpole --out run --quiet --steps 1000000000 --set policy.width=8 --set "
      "eval.every=0 --set checkpoint.every=256 --for 2s & until [ -e run/checkpoints/latest ] && [ "
      "$(wc -l <run/metrics.csv) -gt 5 ]; do sleep 0.02; done; kill -9 $!; wait";
  saccade::testing::run_program_in(folder.path(), "sh", {"-c", command, SACCADE_PROGRAM});
  const auto resumed = saccade_in(folder.path(), {"train", "--resume", "run", "--for", "2s"});
  CHECK(resumed.status == 0);
  const std::vector<double> seconds = seconds_of(folder.path());
  CHECK(std::is_sorted(seconds.begin(), seconds.end()));
  REQUIRE(seconds.size() > 1);
  CHECK(seconds.back() >= 2);
  CHECK(seconds[seconds.size() - 2] < 2);
}

TEST_CASE("a run that its evaluations ended has nothing left to do", "[threads]") {
  const TemporaryFolder folder;
  const auto first =
      saccade_in(folder.path(), train({"--steps", "4096", "--set", "eval.every=512", "--set",
                                       "eval.stop_return=1", "--set", "eval.stop_count=2"}));
  CHECK(first.status == 0);
  CHECK_THAT(first.out, Contains("the last 2 evaluations held a return of at least 1") &&
                            Contains("train --resume run --steps 4096"));
  CHECK(summary_of(folder.path())["steps"] == 1024);
  const auto again = saccade_in(folder.path(), {"train", "--resume", "run"});
  CHECK(again.status == 0);
  CHECK_THAT(again.out, Contains("evaluation return held >= 1 (2 in a row): nothing left to do"));
  const auto more = saccade_in(folder.path(), {"train", "--resume", "run", "--steps", "4096"});
  CHECK(more.status == 0);
  CHECK(summary_of(folder.path())["steps"] == 4096);
}

TEST_CASE("a time without its unit is refused before anything is made") {
  const TemporaryFolder folder;
  for (const char* time : {"90", "", "10min", "-5m"}) {
    const auto result = saccade_in(folder.path(), train({"--for", time}));
    CHECK(result.status == 2);
    CHECK_THAT(result.err,
               Contains("error: --for: found '" + std::string(time) + "', wanted a time with") &&
                   Contains("90s, 10m, 2h, 1h30m"));
    CHECK_FALSE(fs::exists(folder.path() / "run"));
  }
}

TEST_CASE("a return that ends a run is a number, or inf for none") {
  const TemporaryFolder folder;
  for (const char* set : {"eval.stop_return=nan", "eval.stop_return=high", "eval.stop_count=0",
                          "checkpoint.milestones=-1", "checkpoint.milestones=1001"}) {
    INFO(set);
    const auto result = saccade_in(folder.path(), train({"--set", set}));
    CHECK(result.status == 2);
    CHECK_THAT(result.err, Contains("wanted a number") || Contains("wanted a whole number in ["));
  }
  const auto rare =
      saccade_in(folder.path(), train({"--set", "eval.stop_return=5", "--set", "eval.every=0"}));
  CHECK(rare.status == 2);
  CHECK_THAT(rare.err, Contains("eval.stop_return: found 5 with eval.every = 0"));
  CHECK_FALSE(fs::exists(folder.path() / "run"));
}
