// Environments that do not return: Ctrl-C must name them and end the program all the same.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "plugin/evil/evil_program.h"
#include "support/program.h"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using saccade::testing::Arguments;
using saccade::testing::good;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::TemporaryFolder;
using saccade::testing::training;

/// A process in the background, whose outputs are files.
class Background {
 public:
  Background(const fs::path& folder, Arguments arguments, const std::string& evil)
      : folder_(folder), child_(fork()) {
    if (child_ != 0) return;
    arguments.insert(arguments.begin(), SACCADE_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    setenv("EVIL", evil.c_str(), 1);
    const bool ready = chdir(folder.c_str()) == 0 && std::freopen("out", "w", stdout) &&
                       std::freopen("err", "w", stderr);
    if (ready) execv(SACCADE_PROGRAM, argv.data());
    _exit(9);
  }
  ~Background() {
    if (child_ > 0) kill(child_, SIGKILL);
  }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  void interrupt() const { kill(child_, SIGINT); }
  /// Whether the program has come so far that it answers SIGINT itself.
  bool answers_interrupts() const {
    const fs::path process = fs::path("/proc") / std::to_string(child_);
    std::error_code error;
    if (!fs::equivalent(process / "exe", SACCADE_PROGRAM, error)) return false;
    const std::string status = read_text(process / "status"), name = "SigCgt:";
    const std::size_t at = status.find(name);
    if (at == std::string::npos) return false;
    return (std::stoull(status.substr(at + name.size()), nullptr, 16) >> (SIGINT - 1)) % 2 == 1;
  }
  std::string err() const { return read_text(folder_ / "err"); }
  std::string out() const { return read_text(folder_ / "out"); }
  int end() {
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  fs::path folder_;
  pid_t child_;
};

/// Waits until it holds; fails the test after ten minutes, in which an emulator gets there as well.
template <class Condition>
void await(const Condition& condition) {
  for (int i = 0; i < 60'000; ++i) {
    if (condition()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL("waited for ten minutes");
}

}  // namespace

TEST_CASE("Ctrl-C says which environment hangs, and a second one keeps what was learned") {
  const TemporaryFolder folder;
  Arguments arguments = training("hang", "run");
  arguments[7] = "7000";
  arguments.insert(arguments.end(), {"--set", "checkpoint.every=0"});
  // Seven or eight faulty steps in an update: the third one hangs.
  Background run(folder.path(), arguments, "20");
  await([&] { return run.err().find("evil: hangs") != std::string::npos; });
  run.interrupt();
  await([&] { return run.err().find("has not returned") != std::string::npos; });
  CHECK_THAT(run.err(), Contains("environment evil-hang, episode seed ") &&
                            Contains(", step 2: step has not returned") &&
                            Contains("second Ctrl-C ends at once"));
  run.interrupt();
  CHECK(run.end() == 130);
  CHECK_THAT(run.err(), Contains("kept what was learned up to step 140"));
  CHECK(fs::exists(folder.path() / "run/checkpoints/step-140.safetensors"));
  const ProgramResult resumed = good(folder.path(), {"train", "--resume", "run", "--plugin",
                                                     SACCADE_EVIL, "--steps", "210", "--quiet"});
  CHECK(resumed.status == 0);
}

TEST_CASE("an environment that hangs before training begins is named") {
  const auto [fault, call] = GENERATE(table<const char*, const char*>(
      {{"constructor-hangs", "the constructor"}, {"reset-hangs", "reset"}}));
  const TemporaryFolder folder;
  Background run(folder.path(), training(fault, "run"), "1");
  await([&] { return run.err().find("evil: hangs") != std::string::npos; });
  run.interrupt();
  await([&] { return run.err().find("has not returned") != std::string::npos; });
  CHECK_THAT(run.err(), Contains(call + std::string(" has not returned")));
  run.interrupt();
  CHECK(run.end() == 130);
}

TEST_CASE("an evaluation that hangs says so and ends") {
  const TemporaryFolder folder;
  Background run(folder.path(),
                 {"eval", "evil-hang", "--plugin", SACCADE_EVIL, "--episodes", "3", "--json"}, "1");
  await([&] { return run.err().find("evil: hangs") != std::string::npos; });
  run.interrupt();
  await([&] { return run.err().find("has not returned") != std::string::npos; });
  run.interrupt();
  CHECK(run.end() == 130);
  CHECK(run.out().empty());
}

TEST_CASE("an evaluation is interrupted between steps and reports nothing", "[signal-state]") {
  const TemporaryFolder folder;
  Background run(folder.path(), {"eval", "cartpole", "--episodes", "1000000", "--json"}, "1");
  await([&] { return run.answers_interrupts(); });
  run.interrupt();
  CHECK(run.end() == 130);
  CHECK(run.out().empty());
  CHECK(run.err() == "Interrupted before all 1000000 episodes were played.\n");
}
