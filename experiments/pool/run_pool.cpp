#include "experiments/pool/run_pool.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <sstream>
#include <thread>

#include "envs/process/child_process.h"
#include "experiments/cli/cli.h"
#include "experiments/files/atomic_file.h"
#include "experiments/files/descriptor.h"
#include "experiments/run/run_summary.h"
#include "experiments/terminal/interrupt.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// What the process of a run says on stderr goes into a file beside the run directory.
fs::path messages_file(const PlannedRun& run) {
  return run.folder.string() + ".stderr";
}

/// Whether no other process trains the run.
bool is_free(const PlannedRun& run) {
  std::error_code ignored;
  if (!fs::exists(run.folder, ignored)) return true;
  try {
    return Descriptor(run.folder, O_RDONLY | O_DIRECTORY).try_lock();
  } catch (const Error&) {
    return true;  // Its own process will say what is wrong.
  }
}

/// Takes a run's messages from its file into the status.
void read_messages(const PlannedRun& run, RunStatus& status) {
  std::istringstream lines(read_file(messages_file(run), std::uint64_t{1} << 30));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("error: ")) {
      status.message = line.substr(7);
    } else if (!line.empty()) {
      status.notes.push_back(line);
    }
  }
}

std::string describe_end(int exit_status) {
  constexpr int kSignalled = 128;
  if (exit_status == kSignalled + SIGKILL) {
    return "its process was killed (signal 9), perhaps for lack of memory";
  }
  if (exit_status > kSignalled) {
    return fmt::format("its process ended by signal {}", exit_status - kSignalled);
  }
  return fmt::format("its process ended with status {}", exit_status);
}

class Pool {
 public:
  Pool(const std::vector<PlannedRun>& runs, const PoolOptions& options, const PoolCalls& calls)
      : runs_(runs),
        options_(options),
        calls_(calls),
        states_(runs.size()),
        children_(runs.size()) {}

  std::vector<RunStatus> train() {
    constexpr std::chrono::milliseconds kPause{10}, kLook{100};
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (!runs_[i].problem.empty()) fail(i, runs_[i].problem);
      states_[i].progress = read_progress(runs_[i].folder);
    }
    for (auto last = Clock::time_point{}; !is_finished();) {
      if (Clock::now() - last >= kLook) {  // Before anything is started: time may be up.
        look();
        last = Clock::now();
      }
      forward_signals();
      collect();
      if (sent_ == 0) start_more();
      std::this_thread::sleep_for(kPause);
    }
    look();
    return std::move(states_);
  }

 private:
  int running() const {
    return static_cast<int>(std::count_if(children_.begin(), children_.end(),
                                          [](const auto& child) { return child != nullptr; }));
  }

  bool is_left(std::size_t i) const {
    return states_[i].state == RunState::kWaiting || states_[i].state == RunState::kBusy;
  }

  bool is_finished() const {
    if (running() > 0) return false;
    if (sent_ > 0 || calls_.signals() > 0) return true;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (is_left(i)) return false;
    }
    return true;
  }

  void fail(std::size_t i, const std::string& message) {
    states_[i].state = RunState::kFailed;
    states_[i].message = message;
  }

  void start_more() {
    for (std::size_t i = 0; i < runs_.size() && running() < options_.jobs; ++i) {
      if (!is_left(i)) continue;
      states_[i].state = is_free(runs_[i]) ? RunState::kWaiting : RunState::kBusy;
      if (states_[i].state == RunState::kWaiting) start(i);
    }
  }

  void start(std::size_t i) {
    try {
      make_folder(runs_[i].folder.parent_path());
      OwnedDescriptor messages(
          ::open(messages_file(runs_[i]).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
      std::vector<std::string> arguments = train_arguments(runs_[i], options_.shared);
      arguments.insert(arguments.begin(), program_name());
      children_[i] = std::make_unique<ChildProcess>(
          arguments,
          ChildOptions{.error = messages.get(),
                       .file = "/proc/self/exe",  // This very program, also if it was rebuilt.
                       .signal_at_parents_end = SIGTERM});
      states_[i].state = RunState::kRunning;
      states_[i].begun_at = states_[i].progress.step;
      look();  // It may have ended before the next time.
    } catch (const std::exception& error) {
      fail(i, error.what());
    }
  }

  void forward_signals() {
    for (; sent_ < calls_.signals(); ++sent_) {
      for (const auto& child : children_) {
        if (child) child->signal(SIGINT);
      }
    }
  }

  void collect() {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (!children_[i]) continue;
      const std::optional<int> status = children_[i]->ended();
      if (status) end(i, *status);
    }
  }

  void end(std::size_t i, int exit_status) {
    children_[i].reset();
    RunStatus& status = states_[i];
    status.progress = read_progress(runs_[i].folder);
    try {
      read_messages(runs_[i], status);
      remove_file(messages_file(runs_[i]));
    } catch (const Error&) {  // A full disk may have left none.
    }
    if (exit_status == 0) {
      status.state = RunState::kDone;
    } else if (exit_status == kExitInterrupted) {
      status.state = RunState::kInterrupted;
      // The last row of metrics.csv may be of an update whose evaluation was given up.
      if (const auto saved = read_summary(runs_[i].folder)) status.progress.step = saved->steps;
    } else {
      fail(i, status.message.empty() ? describe_end(exit_status) : status.message);
    }
  }

  void look() {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (children_[i]) states_[i].progress = read_progress(runs_[i].folder);
    }
    calls_.look(states_);
  }

  const std::vector<PlannedRun>& runs_;
  const PoolOptions& options_;
  const PoolCalls& calls_;
  std::vector<RunStatus> states_;
  std::vector<std::unique_ptr<ChildProcess>> children_;  // Null: not running.
  int sent_ = 0;                                         // Signals passed on.
};

}  // namespace

std::vector<RunStatus> run_pool(const std::vector<PlannedRun>& runs, const PoolOptions& options,
                                const PoolCalls& calls) {
  return Pool(runs, options, calls).train();
}

}  // namespace saccade
