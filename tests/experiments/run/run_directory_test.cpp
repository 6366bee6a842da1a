#include "experiments/run/run_directory.h"

#include <catch2/catch.hpp>

#include "experiments/checkpoint/checkpoint.h"
#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/files/atomic_file.h"
#include "experiments/files/safetensors.h"
#include "experiments/run/training.h"
#include "support/program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

const std::vector<std::string> kTiny = {
    "steps=64",           "threads=1",          "policy.width=8", "rollout.envs=2",
    "rollout.horizon=16", "ppo.minibatches=1",  "ppo.epochs=1",   "eval.episodes=1",
    "eval.every=32",      "checkpoint.every=32"};

/// A run of two updates, trained to its end.
class FinishedRun {
 public:
  explicit FinishedRun(const std::string& env = "cartpole") {
    const ExperimentConfig config = load_experiment(env, kTiny, environments_);
    Training training(config, environments_, path().string());
    while (!training.done()) training.advance();
  }

  fs::path path() const { return folder_.path() / "run"; }
  fs::path checkpoint(int step) const { return checkpoint_path(path(), step); }
  RegisteredEnvironments& environments() { return environments_; }

 private:
  testing::TemporaryFolder folder_;
  RegisteredEnvironments environments_;
};

}  // namespace

TEST_CASE("a run is named by its folder, a step, a link or a checkpoint file") {
  FinishedRun run;
  const std::string name = run.path().string();
  CHECK(checkpoint_steps(run.path()) == std::vector<std::int64_t>{0, 32, 64});
  CHECK(fs::equivalent(locate_run(name + "@32").checkpoint, run.checkpoint(32)));
  CHECK(fs::equivalent(locate_run(name + "@latest").checkpoint, run.checkpoint(64)));
  CHECK(fs::equivalent(locate_run(name).checkpoint, locate_run(name + "@best").checkpoint));
  const RunLocation file = locate_run(run.checkpoint(32).string());
  CHECK(fs::equivalent(file.folder, run.path()));
  CHECK(load_run(name + "@32", {}, run.environments()).step == 32);
}

TEST_CASE("a checkpoint alone, away from its run, can be loaded") {
  FinishedRun run;
  const testing::TemporaryFolder elsewhere;
  const fs::path copy = elsewhere.path() / "mine.safetensors";
  fs::copy_file(run.checkpoint(32), copy);
  const LoadedRun loaded = load_run(copy.string(), {}, run.environments());
  CHECK(loaded.config.env_id == "cartpole");
  CHECK(loaded.step == 32);
}

TEST_CASE("names of runs are told from names of environments") {
  FinishedRun run;
  CHECK(is_run(run.path().string()));
  CHECK(is_run("runs/forage-1"));
  CHECK(is_run("x.safetensors"));
  for (const char* other : {"forage", "./experiment.toml", "a@b.toml"}) CHECK_FALSE(is_run(other));
}

TEST_CASE("what is missing is named") {
  FinishedRun run;
  const std::string name = run.path().string();
  CHECK_THROWS_WITH(locate_run("no/run"), Contains("no run or checkpoint 'no/run'"));
  CHECK_THROWS_WITH(locate_run(name + "@48"), Contains("it has those of steps 0, 32, 64"));
  CHECK_THROWS_WITH(locate_run(name + "@"), Contains("wanted a step, 'best' or 'latest'"));
  CHECK_THROWS_WITH(open_for_resume(name + "-none", {}, run.environments()),
                    Contains("is not a run directory"));
}

TEST_CASE("a damaged checkpoint is refused and nothing is touched") {
  FinishedRun run;
  const fs::path latest = fs::canonical(run.path() / "checkpoints/latest");
  const std::string metrics = read_file(run.path() / "metrics.csv");
  const std::string bytes = read_file(latest);
  write_atomically(latest, bytes.substr(0, bytes.size() / 2));
  CHECK_THROWS_WITH(load_run(run.path().string() + "@latest", {}, run.environments()),
                    Contains("is damaged"));
  CHECK_THROWS_WITH(open_for_resume(run.path(), {"steps=128"}, run.environments()),
                    Contains("is damaged"));
  CHECK(read_file(run.path() / "metrics.csv") == metrics);
}

TEST_CASE("a checkpoint from before continuous actions were normalised is refused") {
  FinishedRun run;
  SafetensorsFile file = read_safetensors(run.checkpoint(64));
  CHECK(file.metadata.at("format") == "saccade checkpoint 3");
  file.metadata["format"] = "saccade checkpoint 1";
  write_safetensors(run.checkpoint(64), file);
  const auto old = Contains("written before continuous actions were normalised; train again");
  CHECK_THROWS_WITH(load_run(run.path().string() + "@64", {}, run.environments()), old);
  CHECK_THROWS_WITH(open_for_resume(run.path(), {"steps=128"}, run.environments()), old);
  file.metadata["format"] = "saccade checkpoint 0";
  write_safetensors(run.checkpoint(64), file);
  CHECK_THROWS_WITH(load_run(run.path().string() + "@64", {}, run.environments()),
                    Contains("found the format 'saccade checkpoint 0'") && !old);
}

TEST_CASE("a checkpoint of format 2 is read unless its context blocks have names of memory") {
  FinishedRun run;
  const std::string name = run.path().string() + "@64";
  SafetensorsFile file = read_safetensors(run.checkpoint(64));
  file.metadata["format"] = "saccade checkpoint 2";
  write_safetensors(run.checkpoint(64), file);
  CHECK(load_run(name, {}, run.environments()).step == 64);
  const Tensor tensor = file.tensors.begin()->second;
  for (const std::string of_memory : {"policy.memory.input.bias", "policy.entity.memory0.weight"}) {
    file.tensors[of_memory] = tensor;
  }
  write_safetensors(run.checkpoint(64), file);
  CHECK_NOTHROW(read_checkpoint(run.checkpoint(64)));
  for (const std::string block : {"policy.memory0", "value.memory12", "prey.policy.memory1"}) {
    SafetensorsFile old = file;
    old.tensors[block + ".attention.norm.gain"] = tensor;
    write_safetensors(run.checkpoint(64), old);
    CHECK_THROWS_WITH(load_run(name, {}, run.environments()),
                      Contains("found the format 'saccade checkpoint 2', wanted 'saccade "
                               "checkpoint 3'") &&
                          Contains("names of older versions; train again"));
    old.metadata["format"] = "saccade checkpoint 3";  // Then it is up to whoever takes the tensors.
    write_safetensors(run.checkpoint(64), old);
    CHECK_NOTHROW(read_checkpoint(run.checkpoint(64)));
  }
}

TEST_CASE("a configuration from another environment is refused") {
  FinishedRun run;
  FinishedRun other("forage");
  fs::copy_file(other.path() / "config.toml", run.path() / "config.toml",
                fs::copy_options::overwrite_existing);
  CHECK_THROWS_WITH(load_run(run.path().string(), {}, run.environments()),
                    Contains("was trained in environment 'cartpole'") &&
                        Contains("but environment 'forage' has"));
  CHECK_THROWS_AS(open_for_resume(run.path(), {}, run.environments()), Error);
}

TEST_CASE("an option that changes what is seen does not fit the policy") {
  FinishedRun run("forage");
  CHECK_THROWS_WITH(load_run(run.path().string(), {"env.action=continuous"}, run.environments()),
                    Contains("actions") && Contains("but environment 'forage' has"));
  CHECK_THROWS_WITH(load_run(run.path().string(), {"env.rays=16"}, run.environments()),
                    Contains("lidar(16 rays)"));
  CHECK_THROWS_WITH(load_run(run.path().string(), {"env.image=true"}, run.environments()),
                    Contains("view(24 x 24 x 5)"));
  CHECK(load_run(run.path().string(), {"env.food_max=20"}, run.environments())
            .config.env_options.get<int>("food_max") == 20);
}

TEST_CASE("the newest checkpoint is the latest, wherever its link points") {
  FinishedRun run;
  const std::string name = run.path().string();
  fs::remove(run.path() / "checkpoints/latest");
  fs::create_symlink("step-0.safetensors", run.path() / "checkpoints/latest");
  CHECK(locate_run(name + "@latest").checkpoint == run.checkpoint(64));
}

TEST_CASE("a run whose checkpoints lie in another run is not continued") {
  FinishedRun run, other;
  fs::remove_all(run.path() / "checkpoints");
  fs::create_directory_symlink(other.path() / "checkpoints", run.path() / "checkpoints");
  CHECK_THROWS_WITH(open_for_resume(run.path(), {}, run.environments()),
                    Contains("checkpoints': found a symbolic link, wanted a folder"));
}

TEST_CASE("a checkpoint with only one of the best and the last evaluation is refused") {
  FinishedRun run;
  SafetensorsFile file = read_safetensors(run.checkpoint(64));
  REQUIRE(file.tensors.erase(GENERATE("run.best", "run.last")) == 1);
  write_safetensors(run.checkpoint(64), file);
  CHECK_THROWS_WITH(
      Training(open_for_resume(run.path(), {}, run.environments()), run.environments()),
      Contains("step-64.safetensors'") && Contains("wanted both 'run.best' and 'run.last'"));
}

TEST_CASE("an update that is missing in the middle of the log is told") {
  FinishedRun run;
  std::string metrics = read_file(run.path() / "metrics.csv");
  const std::size_t row = metrics.find("\n32,") + 1;
  metrics.erase(row, metrics.find('\n', row) + 1 - row);
  write_atomically(run.path() / "metrics.csv", metrics);
  const Training training(open_for_resume(run.path(), {}, run.environments()), run.environments());
  REQUIRE(training.notes().size() == 1);
  CHECK_THAT(training.notes()[0], Contains("line 2: found the step 64, wanted 32"));
}

}  // namespace saccade
