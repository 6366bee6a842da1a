// What somebody else's files may do: never load a library that they name.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/program.h"

namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::run_program_in;
using saccade::testing::TemporaryFolder;

std::string plugin(const std::string& name) {
  return fs::canonical(std::string(SACCADE_TEST_PLUGINS) + "/lib" + name + ".so").string();
}

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
  std::string text = read_text(file);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  std::ofstream(file) << text.replace(at, from.size(), to);
}

/// A user: a home with a run that was trained with a plug-in.
class User {
 public:
  User() {
    setenv("XDG_STATE_HOME", state().c_str(), 1);
    setenv("SACCADE_TEST_MARK", mark().c_str(), 1);
    const ProgramResult trained = train("run");
    INFO(trained.err);
    REQUIRE(trained.status == 0);
  }
  ~User() { unsetenv("XDG_STATE_HOME"); }
  User(const User&) = delete;
  User& operator=(const User&) = delete;

  fs::path state() const { return home_.path() / "state"; }
  fs::path run_folder() const { return home_.path() / "run"; }
  fs::path mark() const { return home_.path() / "mark"; }
  fs::path checkpoint() const { return fs::canonical(run_folder() / "checkpoints/latest"); }

  ProgramResult call(const std::vector<std::string>& arguments) const {
    return run_program_in(home_.path(), SACCADE_PROGRAM, arguments);
  }
  ProgramResult train(const std::string& out) const {
    return call({"train", "catch", "--plugin", plugin("catch"), "--steps", "64", "--threads", "1",
                 "--set", "rollout.envs=2", "--set", "rollout.horizon=16", "--set",
                 "ppo.minibatches=1", "--set", "eval.episodes=1", "--out", out});
  }
  /// Whether the run can be evaluated, with these further arguments.
  bool opens(const std::string& run, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"eval", run, "--episodes", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return call(arguments).status == 0;
  }
  /// Checks that the command is refused, with the library's name and the way to allow it, and that
  /// the library was not loaded.
  void check_refused(const std::vector<std::string>& arguments, const std::string& library) const {
    const ProgramResult result = call(arguments);
    INFO(arguments.front());
    CHECK(result.status == 2);
    CHECK_THAT(result.err, Contains("names the plug-in '" + library + "'") &&
                               Contains("add --plugin " + library));
    CHECK_FALSE(fs::exists(mark()));
  }

 private:
  TemporaryFolder home_;
};

}  // namespace

TEST_CASE("a run that this user trained opens by itself, wherever it is moved") {
  const User user;
  CHECK(user.opens("run"));
  CHECK(user.opens("run@latest"));
  CHECK(user.opens(user.checkpoint().string()));
  fs::rename(user.run_folder(), user.run_folder().parent_path() / "elsewhere");
  CHECK(user.opens("elsewhere"));
  CHECK(user.call({"train", "--resume", "elsewhere", "--steps", "128"}).status == 0);
  CHECK(user.opens("elsewhere"));
}

TEST_CASE("a stranger's run loads no library, whichever command opens it") {
  const User user;
  replace_in(user.run_folder() / "config.toml", plugin("catch"), plugin("marks"));
  fs::remove_all(user.state());
  for (const std::string run : {"run", "run@latest", "run/checkpoints/latest"}) {
    user.check_refused({"eval", run}, plugin("marks"));
  }
  for (const char* command : {"explain", "check-env"}) {
    user.check_refused({command, "run"}, plugin("marks"));
  }
  user.check_refused({"train", "--resume", "run", "--steps", "128"}, plugin("marks"));
#ifdef SACCADE_WITH_RENDER
  user.check_refused({"watch", "run", "--record", "film"}, plugin("marks"));
  user.check_refused({"play", "run"}, plugin("marks"));
#endif
}

TEST_CASE("a run's id opens the libraries it was trained with and no others") {
  const User user;
  const std::string other = plugin("marks");
  replace_in(user.run_folder() / "config.toml", "\"]", "\", \"" + other + "\"]");
  user.check_refused({"eval", "run"}, plugin("catch"));
  CHECK(user.opens("run", {"--plugin", plugin("catch")}));
}

TEST_CASE("an id that is no id names no file") {
  const User user;
  std::ofstream(user.run_folder() / "run-id") << "../../record";
  std::ofstream(user.state() / "record") << plugin("catch") << '\0';
  user.check_refused({"eval", "run"}, plugin("catch"));
}

TEST_CASE("a checkpoint alone loads no library, its metadata may say what they like") {
  const User user;
  const fs::path alone = user.state().parent_path() / "alone.safetensors";
  fs::copy_file(user.checkpoint(), alone);
  user.check_refused({"eval", "alone.safetensors"}, plugin("catch"));
  CHECK(user.opens("alone.safetensors", {"--plugin", plugin("catch")}));
}

TEST_CASE("a configuration that the user names may name libraries") {
  const User user;
  const ProgramResult trained =
      user.call({"train", "run/config.toml", "--steps", "64", "--out", "again"});
  INFO(trained.err);
  CHECK(trained.status == 0);
  CHECK(user.opens("again"));
}

TEST_CASE("once its libraries were named, a run that is continued is this user's own") {
  const User user;
  fs::remove_all(user.state());
  CHECK_FALSE(user.opens("run"));
  CHECK(user.opens("run", {"--plugin", plugin("catch")}));
  CHECK_FALSE(user.opens("run"));
  const std::vector<std::string> resume = {"train",         "--resume", "run", "--plugin",
                                           plugin("catch"), "--steps",  "128"};
  CHECK(user.call(resume).status == 0);
  CHECK(user.opens("run"));
}

TEST_CASE("without a state folder training works and says what it will need") {
  const User user;
  setenv("XDG_STATE_HOME", "/proc/none", 1);
  const ProgramResult trained = user.train("other");
  CHECK(trained.status == 0);
  CHECK_THAT(trained.err, Contains("give --plugin again"));
  CHECK_FALSE(fs::exists(user.run_folder().parent_path() / "other/run-id"));
  user.check_refused({"eval", "other"}, plugin("catch"));
}

TEST_CASE("a run without plug-ins leaves nothing outside its directory") {
  const TemporaryFolder home;
  setenv("XDG_STATE_HOME", (home.path() / "state").c_str(), 1);
  CHECK(run_program_in(
            home.path(), SACCADE_PROGRAM,
            {"train", "cartpole", "--steps", "64", "--threads", "1", "--set", "rollout.envs=2",
             "--set", "rollout.horizon=16", "--set", "eval.episodes=1", "--out", "run"})
            .status == 0);
  unsetenv("XDG_STATE_HOME");
  CHECK_FALSE(fs::exists(home.path() / "state"));
  CHECK_FALSE(fs::exists(home.path() / "run/run-id"));
}

TEST_CASE("a finished run that is resumed with other libraries stays this user's own") {
  const User user;
  CHECK(user.call({"train", "--resume", "run", "--plugin", plugin("fails_later")}).status == 0);
  CHECK_THAT(read_text(user.run_folder() / "config.toml"), Contains(plugin("fails_later")));
  CHECK(user.opens("run"));
  const fs::path moved = user.state().parent_path() / "moved.so";
  fs::copy_file(plugin("catch"), moved);
  replace_in(user.run_folder() / "config.toml", plugin("catch"), "/nowhere/libcatch.so");
  CHECK_FALSE(user.opens("run"));
  CHECK(
      user.call({"train", "--resume", "run", "--plugin", moved.string(), "--steps", "32"}).status ==
      0);
  const std::string config = read_text(user.run_folder() / "config.toml");
  CHECK_THAT(config, Contains(moved.string()) && Contains("steps = 64"));
  CHECK(user.opens("run"));
}

TEST_CASE("a run opens by itself when a resume was killed before it wrote the configuration") {
  const User user;
  const std::string config = read_text(user.run_folder() / "config.toml");
  CHECK(user.call({"train", "--resume", "run", "--plugin", plugin("fails_later")}).status == 0);
  std::ofstream(user.run_folder() / "config.toml") << config;
  CHECK(user.opens("run"));
}

TEST_CASE("what others can write is no memory of this user") {
  const User user;
  using Permissions = fs::perms;
  const fs::path folder = user.state() / "saccade/runs";
  const fs::path record = fs::directory_iterator(folder)->path();
  CHECK(fs::status(folder).permissions() == Permissions::owner_all);
  for (const fs::path& open : {folder, record}) {
    const Permissions before = fs::status(open).permissions();
    for (const Permissions more : {Permissions::group_write, Permissions::others_write}) {
      fs::permissions(open, more, fs::perm_options::add);
      user.check_refused({"eval", "run"}, plugin("catch"));
      fs::permissions(open, before);
    }
  }
  CHECK(user.opens("run"));
}
