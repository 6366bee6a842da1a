#include "experiments/pool/train_many.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace saccade {
namespace {

bool has(const std::vector<RunStatus>& states, RunState wanted) {
  return std::any_of(states.begin(), states.end(),
                     [wanted](const RunStatus& status) { return status.state == wanted; });
}

double trained_seconds(const std::vector<RunStatus>& states) {
  double seconds = 0;
  for (const RunStatus& status : states) seconds += status.progress.wall_seconds;
  return seconds;
}

}  // namespace

int job_count(int jobs, int threads) {
  if (jobs > 0) return jobs;
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  return std::max(1, processors / std::max(1, threads));
}

std::unique_ptr<PoolView> make_pool_view(bool quiet) {
  if (quiet) return make_quiet_pool_view();
  return ::isatty(STDOUT_FILENO) != 0 ? make_live_pool_view() : make_plain_pool_view();
}

std::vector<RunStatus> train_planned(const std::vector<PlannedRun>& runs,
                                     const PoolOptions& options, double most_seconds,
                                     InterruptGuard& guard, PoolView& view) {
  guard.end_at_signal(3);  // The second one is passed on, too.
  bool time_is_up = false, told = false;
  PoolCalls calls;
  calls.signals = [&] { return guard.signals() + (time_is_up ? 1 : 0); };
  calls.look = [&](const std::vector<RunStatus>& states) {
    time_is_up = most_seconds > 0 && trained_seconds(states) >= most_seconds;
    view.show(runs, states);
    if (guard.interrupted() && !told) {
      told = true;
      view.note(
          "Interrupted; the runs finish their updates and are saved. A second Ctrl-C ends "
          "them at once.");
    }
  };
  return train_runs(runs, options, calls);
}

std::vector<std::string> failures(const std::vector<PlannedRun>& runs,
                                  const std::vector<RunStatus>& states) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (states[i].state != RunState::kFailed) continue;
    lines.push_back(fmt::format("{} ('{}') failed: {}", runs[i].label, runs[i].folder.string(),
                                states[i].message));
  }
  return lines;
}

int exit_status(const std::vector<RunStatus>& states, const InterruptGuard& guard) {
  if (guard.interrupted()) return kExitInterrupted;
  return has(states, RunState::kFailed) ? 1 : 0;
}

}  // namespace saccade
