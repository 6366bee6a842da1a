// The program itself: how it ends, what it leaves, and that signals do no harm.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Arguments = std::vector<std::string>;

/// Endless and quick, with schedules that do not depend on the number of steps.
const Arguments kEndless = {"train",   "cartpole",
                            "--out",   "run",
                            "--steps", "1000000000",
                            "--set",   "policy.width=8",
                            "--set",   "policy.separate_value=false",
                            "--set",   "ppo.epochs=1",
                            "--set",   "optimiser.learning_rate_final=1e-3",
                            "--set",   "ppo.clip_final=0.2",
                            "--set",   "eval.every=0",
                            "--set",   "eval.episodes=1",
                            "--set",   "checkpoint.every=1024"};

std::int64_t latest_step(const fs::path& run) {
  const std::vector<std::int64_t> steps = checkpoint_steps(run);
  return steps.empty() ? -1 : steps.back();
}

/// Starts an endless run, sends the signal once it has written a few checkpoints, and returns how
/// it ended, as waitpid says.
int train_and_signal(const fs::path& folder, int signal) {
  const pid_t child = fork();
  if (child == 0) {
    if (chdir(folder.c_str()) != 0 || !std::freopen("out", "w", stdout)) _exit(9);
    std::vector<char*> argv = {const_cast<char*>(SACCADE_PROGRAM)};
    for (const std::string& argument : kEndless)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(SACCADE_PROGRAM, argv.data());
    _exit(9);
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (latest_step(folder / "run") < 2048 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  kill(child, signal);
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

testing::ProgramResult run(const fs::path& folder, const Arguments& arguments) {
  return testing::run_program_in(folder, SACCADE_PROGRAM, arguments);
}

/// Everything in the file but the times: of each row the first and the fourth to thirteenth field.
std::string learned(const fs::path& metrics) {
  std::string text;
  std::istringstream lines(read_file(metrics));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(',');
    const std::size_t second = line.find(',', first + 1);
    text += line.substr(0, first) + line.substr(second, line.rfind(',') - second) + "\n";
  }
  return text;
}

/// The same run to `step` without interruption.
std::string learned_without_signal(const fs::path& folder, std::int64_t step) {
  Arguments arguments = kEndless;
  arguments[3] = "whole";
  arguments[5] = std::to_string(step);
  REQUIRE(run(folder, arguments).status == 0);
  return learned(folder / "whole/metrics.csv");
}

}  // namespace

TEST_CASE("Ctrl-C saves a checkpoint from which the run continues exactly", "[threads]") {
  const testing::TemporaryFolder folder;
  const int status = train_and_signal(folder.path(), GENERATE(SIGINT, SIGTERM));
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 130);
  CHECK_THAT(read_file(folder.path() / "out"), Contains("train --resume run"));
  const std::int64_t end = latest_step(folder.path() / "run") + 512;
  const auto resumed =
      run(folder.path(), {"train", "--resume", "run", "--steps", std::to_string(end)});
  CHECK(resumed.status == 0);
  CHECK(learned(folder.path() / "run/metrics.csv") == learned_without_signal(folder.path(), end));
}

TEST_CASE("a killed run continues exactly from its latest checkpoint", "[threads]") {
  const testing::TemporaryFolder folder;
  const int status = train_and_signal(folder.path(), SIGKILL);
  CHECK(WIFSIGNALED(status));
  const std::int64_t end = latest_step(folder.path() / "run") + 2048;
  const auto resumed =
      run(folder.path(), {"train", "--resume", "run", "--steps", std::to_string(end)});
  CHECK(resumed.status == 0);
  CHECK(learned(folder.path() / "run/metrics.csv") == learned_without_signal(folder.path(), end));
}

TEST_CASE("on a full disk the run is saved as it was, and goes on once there is room",
          "[threads]") {
  const testing::TemporaryFolder folder;
  Arguments arguments = kEndless;
  arguments[5] = "1024";
  REQUIRE(run(folder.path(), arguments).status == 0);
  const fs::path run_folder = folder.path() / "run";
  const auto size = fs::file_size(fs::canonical(run_folder / "checkpoints/latest"));
  // Files may grow to almost a checkpoint's size, in the shell's blocks of 512 bytes; beyond it
  // writing fails as on a full disk.
  const std::string limited = "trap '' XFSZ; ulimit -f " + std::to_string((size - 1) / 512) +
                              "; exec \"$0\" train --resume run --steps 2048";
  const auto failed =
      testing::run_program_in(folder.path(), "sh", {"-c", limited, SACCADE_PROGRAM});
  CHECK(failed.status == 1);
  CHECK_THAT(failed.err, Contains("cannot write") && Contains("step-2048.safetensors") &&
                             Contains("saved up to step 1024"));
  CHECK(std::count(failed.err.begin(), failed.err.end(), '\n') == 1);
  CHECK(latest_step(run_folder) == 1024);
  for (const auto& file : fs::recursive_directory_iterator(run_folder)) {
    CHECK(file.path().string().find(".tmp-") == std::string::npos);
  }
  CHECK(run(folder.path(), {"train", "--resume", "run", "--steps", "2048"}).status == 0);
  CHECK(learned(run_folder / "metrics.csv") == learned_without_signal(folder.path(), 2048));
}

TEST_CASE("a truncated checkpoint is refused by name, and an earlier one still serves",
          "[threads]") {
  const testing::TemporaryFolder folder;
  Arguments arguments = kEndless;
  arguments[5] = "2048";
  REQUIRE(run(folder.path(), arguments).status == 0);
  const fs::path latest = fs::canonical(folder.path() / "run/checkpoints/latest");
  fs::resize_file(latest, fs::file_size(latest) / 2);
  for (const Arguments& command :
       {Arguments{"train", "--resume", "run"}, Arguments{"eval", "run@latest"}}) {
    const auto result = run(folder.path(), command);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("error: ") && Contains("step-2048.safetensors"));
  }
  CHECK(run(folder.path(), {"eval", "run@1024", "--episodes", "1"}).status == 0);
}

TEST_CASE("training ends with the commands that evaluate and watch", "[threads]") {
  const testing::TemporaryFolder folder;
  const auto result = run(folder.path(), {"train", "cartpole", "--steps", "256", "--seed", "5"});
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK_THAT(result.out, Contains("eval runs/cartpole-5") && Contains("watch runs/cartpole-5"));
  CHECK(fs::exists(folder.path() / "runs/cartpole-5/checkpoints/best"));
  const auto again =
      run(folder.path(), {"train", "cartpole", "--steps", "256", "--seed", "5", "--quiet"});
  CHECK(again.out.empty());
  CHECK(fs::exists(folder.path() / "runs/cartpole-5-2/summary.json"));
}

TEST_CASE("a finished run has nothing left to do", "[threads]") {
  const testing::TemporaryFolder folder;
  Arguments arguments = kEndless;
  arguments[5] = "1000";  // No multiple of an update's steps.
  REQUIRE(run(folder.path(), arguments).status == 0);
  fs::remove(folder.path() / "run/summary.json");
  const auto again = run(folder.path(), {"train", "--resume", "run"});
  CHECK(again.status == 0);
  CHECK(again.err.empty());
  CHECK_THAT(again.out, Contains("nothing left to do") && Contains("eval run"));
  CHECK(fs::exists(folder.path() / "run/summary.json"));
  CHECK(run(folder.path(), {"train", "--resume", "run", "--quiet"}).out.empty());
}

TEST_CASE("what was damaged in a log is told on stderr", "[threads]") {
  const testing::TemporaryFolder folder;
  Arguments arguments = kEndless;
  arguments[5] = "1024";
  REQUIRE(run(folder.path(), arguments).status == 0);
  std::ofstream(folder.path() / "run/metrics.csv", std::ios::app) << "oops\n";
  const auto again = run(folder.path(), {"train", "--resume", "run", "--quiet"});
  CHECK(again.status == 0);
  CHECK_THAT(again.err, Contains("note: ") && Contains("metrics.csv") && Contains("'oops'"));
}

TEST_CASE("printed commands do what they say, whatever the run is called", "[threads]") {
  const testing::TemporaryFolder folder;
  const std::string name = "q'; echo INJECTED; '";
  const auto result = run(folder.path(), {"train", "cartpole", "--steps", "256", "--out", name});
  REQUIRE(result.status == 0);
  const std::size_t at = result.out.find(SACCADE_PROGRAM + std::string(" eval "));
  REQUIRE(at != std::string::npos);
  const std::string command = result.out.substr(at, result.out.find("   ", at) - at);
  const auto typed =
      testing::run_program_in(folder.path(), "sh", {"-c", command + " --episodes 1 --json"});
  CHECK(typed.status == 0);
  CHECK_THAT(typed.out, Contains("return_mean") && !Contains("INJECTED"));
}

TEST_CASE("what a terminal would obey is shown, in results and in errors", "[threads]") {
  const testing::TemporaryFolder folder;
  const std::string name = "run\033]0;title\007";
  const auto result = run(folder.path(), {"train", "cartpole", "--steps", "256", "--out", name});
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Contains("run\\x1b]0;title\\x07") && !Contains("\033"));
  const auto again = run(folder.path(), {"train", "cartpole", "--out", name});
  CHECK_THAT(again.err, Contains("run\\x1b]0;title\\x07") && !Contains("\033"));
}

TEST_CASE("a configuration that never ends or is too large is refused at once") {
  const testing::TemporaryFolder folder;
  CHECK_THAT(run(folder.path(), {"train", "/dev/zero"}).err,
             Contains("error: cannot read '/dev/zero': it is not a regular file"));
  std::ofstream(folder.path() / "large.toml") << "#";
  fs::resize_file(folder.path() / "large.toml", std::uintmax_t{1} << 40);
  CHECK_THAT(run(folder.path(), {"train", "large.toml"}).err, Contains("wanted at most 1048576"));
}

TEST_CASE("a wrong request is one line and touches nothing") {
  const testing::TemporaryFolder folder;
  const Arguments wrong = GENERATE(
      Arguments{"train", "cartpol"}, Arguments{"train", "cartpole", "--set", "ppo.gama=1"},
      Arguments{"train", "cartpole", "--seed", "-1"},
      Arguments{"train", "cartpole", "--speed", "1"},
      Arguments{"train", "forage", "--set", "policy.encoder=mlp"},
      Arguments{"train", "cartpole", "--plugin", "none.so"}, Arguments{"train", "--resume", "none"},
      Arguments{"train", "cartpole", "--out", "/proc/none"},
      Arguments{"train", "cartpole", "--resume", "none"});
  const auto result = run(folder.path(), wrong);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with("error: "));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK_FALSE(fs::exists(folder.path() / "runs"));
}

TEST_CASE("the keys of the configuration can be printed") {
  const auto result = run("/", {"train", "--help-config"});
  CHECK(result.status == 0);
  CHECK_THAT(result.out, Contains("optimiser.learning_rate = "));
}

}  // namespace saccade
