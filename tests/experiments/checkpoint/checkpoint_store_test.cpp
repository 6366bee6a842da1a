#include "experiments/checkpoint/checkpoint_store.h"

#include <catch2/catch.hpp>

#include "support/program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Steps = std::vector<std::int64_t>;

/// A run directory with empty checkpoints of these steps.
class Checkpoints {
 public:
  explicit Checkpoints(const Steps& steps) {
    fs::create_directory(path() / "checkpoints");
    for (const std::int64_t step : steps) std::ofstream(checkpoint_path(path(), step));
  }
  const fs::path& path() const { return folder_.path(); }
  Steps steps() const { return checkpoint_steps(path()); }
  std::string target(const char* link) const {
    std::error_code error;
    return fs::read_symlink(path() / "checkpoints" / link, error).string();
  }

 private:
  testing::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("old checkpoints go, the newest and the best stay") {
  const Checkpoints run({});
  Checkpoint checkpoint;
  for (const int step : {10, 20, 30, 40}) {
    checkpoint.step = step;
    store_checkpoint(run.path(), checkpoint, {10, 2});
  }
  CHECK(run.steps() == Steps{10, 30, 40});
  checkpoint.step = 50;
  store_checkpoint(run.path(), checkpoint, {40, 0});
  CHECK(run.steps() == Steps{10, 30, 40, 50});
  CHECK(run.target("latest") == "step-50.safetensors");
  CHECK(run.target("best") == "step-40.safetensors");
}

TEST_CASE("checkpoints are settled by the newest, whatever a kill left undone") {
  const Checkpoints run({10, 20, 30, 40});
  fs::create_symlink("step-20.safetensors", run.path() / "checkpoints/latest");
  fs::create_symlink("step-20.safetensors", run.path() / "checkpoints/best");
  settle_checkpoints(run.path(), {30, 1});
  CHECK(run.target("latest") == "step-40.safetensors");
  CHECK(run.target("best") == "step-30.safetensors");
  CHECK(run.steps() == Steps{30, 40});
}

TEST_CASE("milestones stay, whatever is newest and best") {
  const Checkpoints run({0, 10, 20, 30, 40, 50});
  settle_checkpoints(run.path(), {30, 1, {0, 20}});
  CHECK(run.steps() == Steps{0, 20, 30, 50});
  settle_checkpoints(run.path(), {std::nullopt, 1, {0, 20}});
  CHECK(run.steps() == Steps{0, 20, 50});
}

TEST_CASE("a checkpoint of an interruption goes once there is a newer one") {
  const Checkpoints run({0, 128, 256, 512, 640});
  const KeptCheckpoints kept{.best = 0, .newest = 3, .every = 256, .update_steps = 128};
  settle_checkpoints(run.path(), kept);
  CHECK(run.steps() == Steps{0, 256, 512, 640});
  std::ofstream(checkpoint_path(run.path(), 768));
  settle_checkpoints(run.path(), kept);
  CHECK(run.steps() == Steps{0, 256, 512, 768});
}

TEST_CASE("a best checkpoint that somebody removed has no link") {
  const Checkpoints run({10, 20});
  fs::create_symlink("step-5.safetensors", run.path() / "checkpoints/best");
  settle_checkpoints(run.path(), {5, 0});
  CHECK(run.target("best").empty());
  CHECK(run.steps() == Steps{10, 20});
}

}  // namespace saccade
