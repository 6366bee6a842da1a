#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

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
using testing::kSteps;
using testing::Runs;
using testing::Sets;
using testing::with;

std::int64_t rows(const fs::path& file) {
  const std::string text = read_file(file);
  return std::count(text.begin(), text.end(), '\n') - 1;
}

/// Every file below the folder with its contents, or a link's target.
std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path& file = entry.path();
    if (entry.is_directory() && !entry.is_symlink()) continue;
    files[fs::relative(file.parent_path(), folder) / file.filename()] =
        entry.is_symlink() ? fs::read_symlink(file).string() : read_file(file);
  }
  return files;
}

}  // namespace

TEST_CASE("a run that was killed continues as if it had not been", "[threads]") {
  const std::string env = GENERATE("cartpole", "forage");
  Runs runs;
  const fs::path whole = runs.train("whole", env, with({}));
  {
    Training training(load_experiment(env, with({}), runs.environments()), runs.environments(),
                      runs.folder("killed").string());
    for (int i = 0; i < 5; ++i) training.advance();
    CHECK(training.stored_step() == 512);
  }
  REQUIRE(rows(runs.folder("killed") / "metrics.csv") == 5);
  Training resumed(open_for_resume(runs.folder("killed"), {}, runs.environments()),
                   runs.environments());
  CHECK(rows(runs.folder("killed") / "metrics.csv") == 4);
  finish(resumed);
  check_same_run(whole, runs.folder("killed"));
}

TEST_CASE("a run that was interrupted anywhere continues as if it had not been", "[threads]") {
  Runs runs;
  const fs::path whole = runs.train("whole", "forage", with({}));
  {
    Training training(load_experiment("forage", with({}), runs.environments()), runs.environments(),
                      runs.folder("stopped").string());
    training.advance();
    training.save();
    CHECK(training.stored_step() == 128);
  }
  Training resumed(open_for_resume(runs.folder("stopped"), {}, runs.environments()),
                   runs.environments());
  finish(resumed);
  check_same_run(whole, runs.folder("stopped"));
}

TEST_CASE("an evaluation that is given up is made when the run continues", "[threads]") {
  Runs runs;
  const fs::path whole = runs.train("whole", "cartpole", with({}));
  {
    Training training(load_experiment("cartpole", with({}), runs.environments()),
                      runs.environments(), runs.folder("stopped").string());
    const std::atomic<bool> stop{true};
    training.advance(&stop);  // No evaluation is due.
    CHECK(training.progress().step == 128);
    training.advance(&stop);
    CHECK(training.progress().step == 128);
    training.save();
  }
  Training resumed(open_for_resume(runs.folder("stopped"), {}, runs.environments()),
                   runs.environments());
  finish(resumed);
  check_same_run(whole, runs.folder("stopped"));
}

TEST_CASE("another thread keeps the last finished update while the next one runs", "[threads]") {
  Runs runs;
  const fs::path whole = runs.train("whole", "cartpole", with({}));
  {
    Training training(
        load_experiment("cartpole", with({"checkpoint.every=0"}), runs.environments()),
        runs.environments(), runs.folder("kept").string());
    training.advance();
    std::atomic<bool> over{false};
    int missing = 0;
    std::thread keeper([&] {
      while (!over) {
        if (!fs::exists(checkpoint_path(runs.folder("kept"), training.save()))) ++missing;
      }
    });
    for (int i = 0; i < 4; ++i) training.advance();
    over = true;
    keeper.join();
    CHECK(missing == 0);
  }
  Training resumed(
      open_for_resume(runs.folder("kept"), {"checkpoint.every=256"}, runs.environments()),
      runs.environments());
  finish(resumed);
  check_same_run(whole, runs.folder("kept"));
}

TEST_CASE("a finished run can be given more steps", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  Training more(open_for_resume(run, {"steps=1024"}, runs.environments()), runs.environments());
  CHECK_FALSE(more.done());
  finish(more);
  CHECK(rows(run / "metrics.csv") == 8);
  CHECK_THAT(read_file(run / "config.toml"), Contains("steps = 1024"));
}

TEST_CASE("a finished run is left as it is, also by who asks for fewer steps", "[threads]") {
  Runs runs;
  // Six updates of 128 steps.
  const fs::path run = runs.train("run", "cartpole", with({"steps=700"}));
  const auto before = files_of(run);
  for (const Sets& sets : {Sets{}, Sets{"steps=512"}}) {
    Training training(open_for_resume(run, sets, runs.environments()), runs.environments());
    CHECK(training.done());
    training.save();
    CHECK(files_of(run) == before);
  }
}

TEST_CASE("a run that was killed before its summary gets it", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  const auto wanted = nlohmann::json::parse(read_file(run / "summary.json"));
  const std::string left = GENERATE("", "not JSON", R"({"steps": 512})");
  fs::remove(run / "summary.json");
  if (!left.empty()) write_atomically(run / "summary.json", left);
  Training(open_for_resume(run, {}, runs.environments()), runs.environments()).save();
  const auto found = nlohmann::json::parse(read_file(run / "summary.json"));
  for (const char* key : {"steps", "best_evaluation", "last_evaluation"}) {
    CHECK(found[key] == wanted[key]);
  }
}

TEST_CASE("links, temporary files and old checkpoints are mended when a run is resumed",
          "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({"checkpoint.keep=1"}));
  const auto wanted = files_of(run);
  const fs::path folder = run / "checkpoints";
  // As if it was killed before the links of the last checkpoint, or while old ones were removed.
  fs::copy_file(folder / "step-768.safetensors", folder / "step-1.safetensors");
  for (const char* link : {"latest", "best"}) {
    fs::remove(folder / link);
    fs::create_symlink("step-1.safetensors", folder / link);
  }
  write_atomically(run / "summary.json.tmp-123456789", "half");
  write_atomically(folder / "step-768.safetensors.tmp-123456789", "half");
  Training(open_for_resume(run, {}, runs.environments()), runs.environments()).save();
  CHECK(files_of(run) == wanted);
}

TEST_CASE("rows that were damaged are told when a run is resumed", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  const std::string sound = read_file(run / "evals.csv");
  CHECK(
      Training(open_for_resume(run, {}, runs.environments()), runs.environments()).notes().empty());
  write_atomically(run / "evals.csv", sound + "900,tampered\n");
  const Training training(open_for_resume(run, {}, runs.environments()), runs.environments());
  REQUIRE(training.notes().size() == 2);
  CHECK_THAT(training.notes()[0], Contains("evals.csv', line 5: found '900,tampered'"));
  CHECK(read_file(run / "evals.csv") == sound);
}

TEST_CASE("a checkpoint under the name of another step is refused", "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  fs::rename(checkpoint_path(run, 768), checkpoint_path(run, 800));
  CHECK_THROWS_WITH(open_for_resume(run, {}, runs.environments()),
                    Contains("step-800.safetensors': found the step 768"));
}

TEST_CASE("a checkpoint whose metadata tell another step than its tensors is refused",
          "[threads]") {
  Runs runs;
  const fs::path run = runs.train("run", "cartpole", with({}));
  Checkpoint checkpoint = read_checkpoint(checkpoint_path(run, kSteps));
  checkpoint.step = 896;
  write_checkpoint(checkpoint_path(run, 896), checkpoint);
  CHECK_THROWS_WITH(open_for_resume(run, {}, runs.environments()),
                    Contains("'learner.steps_and_updates' holds step 768, wanted 896"));
}

}  // namespace saccade
