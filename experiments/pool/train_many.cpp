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

PoolEnd train_planned(const std::vector<PlannedRun>& runs, const PoolOptions& options,
                      double most_seconds, InterruptGuard& guard, PoolView& view) {
  guard.end_at_signal(3);  // The second one is passed on, too.
  bool is_time_up = false, told = false;
  PoolCalls calls;
  calls.signals = [&] { return std::max(guard.signals(), is_time_up ? 1 : 0); };
  calls.look = [&](const std::vector<RunStatus>& states) {
    is_time_up = trained_seconds(states) >= most_seconds;
    view.show(runs, states);
    if (guard.interrupted() && !told) {
      told = true;
      view.note(
          "Interrupted; the runs finish their updates and are saved. A second Ctrl-C ends "
          "them at once.");
    }
  };
  std::vector<RunStatus> states = train_runs(runs, options, calls);
  return {std::move(states), is_time_up && !guard.interrupted()};
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

bool is_interrupted(const PoolEnd& end) {
  return !end.is_time_up &&
         (has(end.states, RunState::kInterrupted) || has(end.states, RunState::kWaiting) ||
          has(end.states, RunState::kBusy));
}

int exit_status(const PoolEnd& end) {
  if (is_interrupted(end)) return kExitInterrupted;
  return has(end.states, RunState::kFailed) ? 1 : 0;
}

}  // namespace saccade
