#include "experiments/run/run_folder.h"

#include <catch2/catch.hpp>

#include "experiments/config/config_text.h"
#include "experiments/files/atomic_file.h"
#include "experiments/run/training.h"
#include "support/program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

const std::string kMark = "config.toml.tmp-123456789";

class Folders {
 public:
  Folders() : config_(load_experiment("cartpole", {"steps=64"}, environments_)) {}

  fs::path operator/(const std::string& name) const { return folder_.path() / name; }
  const ExperimentConfig& config() const { return config_; }

  /// A folder as a kill leaves it during a start.
  fs::path unfinished(const std::vector<std::string>& files) const {
    const fs::path folder = *this / "unfinished";
    for (const std::string& file : files) {
      fs::create_directories((folder / file).parent_path());
      write_atomically(folder / file, "x");
    }
    return folder;
  }
  void begin(const fs::path& folder) const {
    RunFolder::begin(folder.string(), config_).finish_start();
  }

 private:
  testing::TemporaryFolder folder_;
  RegisteredEnvironments environments_;
  ExperimentConfig config_;
};

/// Makes the folder of a test the current one while it lives.
class CurrentFolder {
 public:
  explicit CurrentFolder(const fs::path& folder) { fs::current_path(folder); }
  ~CurrentFolder() { fs::current_path(before_); }
  CurrentFolder(const CurrentFolder&) = delete;
  CurrentFolder& operator=(const CurrentFolder&) = delete;

 private:
  fs::path before_ = fs::current_path();
};

}  // namespace

TEST_CASE("a folder that holds something is not written into") {
  const Folders folders;
  folders.begin(folders / "run");
  for (const fs::path& taken : {folders / "run", folders / "run/config.toml"}) {
    CHECK_THROWS_WITH(folders.begin(taken), Contains("nothing is overwritten"));
  }
  fs::create_directory(folders / "empty");
  for (const fs::path& fresh : {folders / "a/b", folders / "empty"}) {
    folders.begin(fresh);
    CHECK(read_file(fresh / "config.toml") == write_config(folders.config()));
    CHECK(fs::is_directory(fresh / "checkpoints"));
  }
}

TEST_CASE("a folder is a run only once its start is finished") {
  const Folders folders;
  {
    RunFolder run = RunFolder::begin((folders / "run").string(), folders.config());
    CHECK(is_unfinished_start(folders / "run"));
    run.finish_start();
    CHECK_FALSE(is_unfinished_start(folders / "run"));
    CHECK_THROWS_WITH(RunFolder::open(folders / "run"), Contains("another process is training it"));
  }
  CHECK(fs::exists(folders / "run/config.toml"));
  CHECK_NOTHROW(RunFolder::open(folders / "run"));
}

TEST_CASE("of a start that fails nothing stays") {
  const Folders folders;
  fs::create_directory(folders / "old");
  for (const char* name : {"old", "new"}) {
    const RunFolder run = RunFolder::begin((folders / name).string(), folders.config());
    write_atomically(run.path() / "metrics.csv", "x");
  }
  CHECK(fs::is_empty(folders / "old"));
  CHECK_FALSE(fs::exists(folders / "new"));
}

TEST_CASE("a start that was killed anywhere can be made again") {
  const Folders folders;
  const std::vector<std::string> all = {kMark,
                                        "checkpoints/latest.tmp-123456789",
                                        "metrics.csv",
                                        "evals.csv.tmp-123456789",
                                        "evals.csv",
                                        "run-id",
                                        "checkpoints/step-0.safetensors",
                                        "checkpoints/latest",
                                        "init.safetensors.tmp-123456789",
                                        "init.safetensors"};
  const auto count = GENERATE(range(1, 11));
  const fs::path folder = folders.unfinished({all.begin(), all.begin() + count});
  CHECK(is_unfinished_start(folder));
  RegisteredEnvironments environments;
  CHECK_THROWS_WITH(open_for_resume(folder, {}, environments), Contains("was not finished"));
  folders.begin(folder);
  CHECK(fs::is_empty(folder / "checkpoints"));
  CHECK_FALSE(fs::exists(folder / kMark));
  CHECK_FALSE(fs::exists(folder / "metrics.csv"));
}

TEST_CASE("what is not known to be an unfinished start is left alone") {
  const Folders folders;
  const std::vector<std::string> files = GENERATE(
      std::vector<std::string>{"metrics.csv"}, std::vector<std::string>{kMark, "thesis.tex"},
      std::vector<std::string>{kMark, "checkpoints/step-0.safetensors",
                               "checkpoints/step-64.safetensors"},
      std::vector<std::string>{kMark, "checkpoints/deep/file"},
      std::vector<std::string>{"config.toml.tmp-mine"});
  const fs::path folder = folders.unfinished(files);
  CHECK_THROWS_WITH(folders.begin(folder), Contains("nothing is overwritten"));
  for (const std::string& file : files) CHECK(read_file(folder / file) == "x");
}

TEST_CASE("runs without a name are numbered, and an unfinished start is taken again") {
  const Folders folders;
  const CurrentFolder current(folders / "");
  const auto begin = [&] { return RunFolder::begin("", folders.config()); };
  RunFolder first = begin();
  CHECK(first.path() == "runs/cartpole-1");
  RunFolder second = begin();  // The first is being begun by a living process.
  CHECK(second.path() == "runs/cartpole-1-2");
  second.finish_start();
  first.finish_start();
  fs::create_directories("runs/cartpole-1-3/checkpoints");
  write_atomically("runs/cartpole-1-3/" + kMark, "x");
  CHECK(begin().path() == "runs/cartpole-1-3");
}

}  // namespace saccade
