// Sweeps through the program: settings, failures, kills.
#include <fcntl.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "envs/core/random.h"
#include "envs/process/child_process.h"
#include "experiments/commands/many_runs.h"
#include "experiments/pool/run_progress.h"

using Catch::Matchers::Contains;
using saccade::ChildOptions;
using saccade::ChildProcess;
using namespace saccade::testing;

namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

/// 24 runs.
const std::string kLargeGrid = "config = 'cartpole'\nseeds = '1..4'\n" + kSmall + R"(
[vary]
optimiser.learning_rate = [1e-3, 3e-3, 1e-2]
ppo.clip = [0.1, 0.2]
)";

TEST_CASE("what a sweep cannot mean is told before anything is trained") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& text, const Arguments& more = {}) {
    const fs::path file = write_sweep(folder, text);
    Arguments all = {"sweep", file.string(), "--dry-run"};
    all.insert(all.end(), more.begin(), more.end());
    const ProgramResult result = run(all);
    CHECK(result.status == 2);
    return result.err;
  };
  CHECK_THAT(refused("config = ['forage', 'cartpole']\nseeds = '1..10000'\nsearch = 'random'\n"
                     "[vary]\nppo.clip = [0.1]\n[budget]\nsteps = 1000000\n"),
             Contains("found 20000 runs, wanted at most 10000"));
  const std::string halving = "config = 'cartpole'\nsearch = 'halving'\nsamples = 4\n" + kSmall;
  const std::string vary = "[vary]\nppo.clip = [0.1, 0.2]\n";
  CHECK_THAT(refused(halving + vary, {"--set", "eval.episodes=0"}), Contains("eval.episodes"));
  CHECK_THAT(refused(halving + vary, {"--set", "eval.stop_return=3"}),
             Contains("eval.stop_return"));
  CHECK_THAT(refused(halving + "[vary]\nsteps = [1000, 2000]\n"), Contains("vary.steps"));
  CHECK_THAT(refused(kGrid, {"--set", "optimiser.learning_rate=1"}), Contains("varies this key"));
  CHECK_THAT(refused(kGrid, {"--set", "threads=2"}), Contains("--threads"));
}

TEST_CASE("a budget of time is kept") {
  const TemporaryFolder folder;
  const std::string budget =
      "config = 'cartpole'\nseeds = '1..4'\n" + kSmall + "[budget]\ntime = '1s'\n";
  const fs::path file = write_sweep(folder, budget);
  const ProgramResult first = run(
      {"sweep", file.string(), "--out", out_of(folder), "--jobs", "1", "--set", "steps=100000000"});
  CHECK(first.status == 0);
  CHECK_THAT(first.out, Contains("The budget of time is used up: 4 of 4"));
  const std::int64_t step = saccade::read_progress(folder.path() / "out/cartpole-1").step;
  CHECK(step > 0);
  CHECK_FALSE(fs::exists(folder.path() / "out/cartpole-2"));
  CHECK(run({"sweep", file.string(), "--out", out_of(folder), "--set", "steps=100000000"}).status ==
        0);
  CHECK(saccade::read_progress(folder.path() / "out/cartpole-1").step == step);
}

TEST_CASE("a sweep trains every combination and tells what each reached") {
  const TemporaryFolder folder;
  const fs::path file = write_sweep(folder, kGrid);
  const ProgramResult result = run({"sweep", file.string(), "--out", out_of(folder)});
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK_THAT(result.out, Contains("optimiser.learning_rate=0.003"));
  const std::string csv = read_text(folder.path() / "out/sweep.csv");
  CHECK_THAT(csv, Contains("trial,config,seed,optimiser.learning_rate,state,step"));
  CHECK_THAT(csv, Contains("3,cartpole,2,0.01,done,1024,"));
  CHECK(fs::exists(folder.path() / "out/trial-002/cartpole-1/summary.json"));
  CHECK(read_text(folder.path() / "out/sweep.toml") == kGrid);
}

TEST_CASE("a run that cannot be trained is named, and the others go on") {
  const TemporaryFolder folder;
  const fs::path file = write_sweep(folder, "config = ['cartpole', 'cartpool']\n" + kSmall);
  const ProgramResult result = run({"sweep", file.string(), "--out", out_of(folder)});
  CHECK(result.status == 1);
  CHECK_THAT(result.err, Contains("error: cartpool seed 1") && Contains("did you mean"));
  CHECK(fs::exists(folder.path() / "out/cartpole/cartpole-1/summary.json"));
  CHECK_THAT(read_text(folder.path() / "out/sweep.csv"), Contains("cartpool,1,failed"));
  const fs::path none = write_sweep(folder, "config = 'cartpool'");
  CHECK(run({"sweep", none.string(), "--out", out_of(folder) + "2"}).status == 2);
  CHECK_FALSE(fs::exists(out_of(folder) + "2"));
}

TEST_CASE("a full disk is named") {
  const TemporaryFolder folder;
  const fs::path file = write_sweep(folder, "config = 'cartpole'\n" + kSmall);
  fs::create_directory(folder.path() / "out");
  // A directory in which nothing can be made stands for it; root may write anywhere but here.
  fs::create_symlink("/proc/self", folder.path() / "out/cartpole-1");
  const ProgramResult result = run({"sweep", file.string(), "--out", out_of(folder)});
  CHECK(result.status == 1);
  CHECK_THAT(result.err, Contains("cartpole seed 1"));
}

TEST_CASE("the studies that the docs cite can be trained") {
  std::size_t studies = 0;
  for (const auto& entry : fs::directory_iterator(SACCADE_STUDIES)) {
    if (!entry.is_regular_file()) continue;
    const ProgramResult result = run({"sweep", entry.path().string(), "--dry-run"});
    INFO(entry.path() << result.err << result.out);
    CHECK(result.status == 0);
    CHECK(result.out.find("cannot be trained") == std::string::npos);
    ++studies;
  }
  CHECK(studies >= 10);
}

TEST_CASE("halving lets the better trials go on") {
  const TemporaryFolder folder;
  const fs::path file =
      write_sweep(folder, "config = 'cartpole'\nsearch = 'halving'\nsamples = 4\n" + kSmall + R"(
[halving]
reduction = 2
rungs = 3
[vary]
optimiser.learning_rate = { min = 1e-4, max = 1e-1, scale = "log" }
)");
  const ProgramResult result = run({"sweep", file.string(), "--out", out_of(folder)});
  INFO(result.err);
  REQUIRE(result.status == 0);
  std::map<std::int64_t, int> steps;
  for (int trial = 1; trial <= 4; ++trial) {
    ++steps[saccade::read_progress(folder.path() / "out" / ("trial-00" + std::to_string(trial)) /
                                   "cartpole-1")
                .step];
  }
  CHECK(steps == std::map<std::int64_t, int>{{256, 2}, {512, 1}, {1024, 1}});
  const auto before = results_in(folder.path() / "out");
  REQUIRE(run({"sweep", file.string(), "--out", out_of(folder)}).status == 0);
  CHECK((results_in(folder.path() / "out") == before));
}

TEST_CASE("a budget of steps is kept") {
  const TemporaryFolder folder;
  const std::string vary = "[vary]\nppo.clip = { min = 0.1, max = 0.3 }\n[budget]\nsteps = 3000\n";
  const fs::path file =
      write_sweep(folder, "config = 'cartpole'\nsearch = 'random'\n" + kSmall + vary);
  const ProgramResult result = run({"sweep", file.string(), "--dry-run"});
  REQUIRE(result.status == 0);
  CHECK_THAT(result.out, Contains("trial-002") && !Contains("trial-003"));
  const fs::path grid = write_sweep(folder, kGrid + "[budget]\nsteps = 3000\n");
  CHECK_THAT(run({"sweep", grid.string(), "--dry-run"}).err, Contains("budget.steps"));
}

/// The processes that the process has started.
std::vector<pid_t> children_of(pid_t pid) {
  const std::string task = std::to_string(pid);
  std::istringstream list(read_text("/proc/" + task + "/task/" + task + "/children"));
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

/// Starts the sweep and kills it after a while, alone or together with its runs.
void run_and_kill(const fs::path& file, const std::string& out, int milliseconds, bool all) {
  ChildProcess sweep({SACCADE_PROGRAM, "sweep", file.string(), "--out", out}, ChildOptions{});
  for (int waited = 0; waited < milliseconds && !sweep.ended(); waited += 5) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  sweep.signal(SIGSTOP);  // It must not answer the end of its runs.
  if (all) {
    for (const pid_t child : children_of(sweep.id())) ::kill(child, SIGKILL);
  }
  sweep.signal(SIGKILL);
  sweep.wait();
}

TEST_CASE("a sweep that is killed again and again ends with the same results") {
  const TemporaryFolder folder;
  const fs::path file = write_sweep(folder, kLargeGrid);
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(run({"sweep", file.string(), "--out", out_of(folder)}).status == 0);
  const std::chrono::duration<double, std::milli> whole = std::chrono::steady_clock::now() - begin;
  const std::string killed = (folder.path() / "killed").string();
  saccade::Rng rng(5);
  for (int time = 0; time < 10; ++time) {  // Most of them before it has ended.
    run_and_kill(file, killed, static_cast<int>(rng.uniform(0, whole.count() / 4)), time % 2 == 0);
  }
  REQUIRE(run({"sweep", file.string(), "--out", killed}).status == 0);
  const auto results = results_in(killed);
  CHECK(results.size() > 24 * 3);
  CHECK(differences(results, results_in(folder.path() / "out")) == std::vector<std::string>{});
}

}  // namespace
