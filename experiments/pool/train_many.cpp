#include "experiments/pool/train_many.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "experiments/terminal/terminal_text.h"

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

PoolOptions pool_options(const CommandLine& line) {
  PoolOptions options;
  options.shared.threads = line.given("threads") ? line.whole<int>("threads", 1) : 1;
  options.shared.plugins = line.texts("plugin");
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  options.jobs = line.given("jobs") ? line.whole<int>("jobs", 1)
                                    : std::max(1, processors / options.shared.threads);
  return options;
}

std::unique_ptr<PoolView> make_pool_view(bool quiet) {
  if (quiet) return make_quiet_pool_view();
  return ::isatty(STDOUT_FILENO) != 0 ? make_live_pool_view() : make_plain_pool_view();
}

PoolEnd train_many(const std::vector<PlannedRun>& runs, const PoolOptions& options,
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
  std::vector<RunStatus> states = run_pool(runs, options, calls);
  return {std::move(states), is_time_up && !guard.interrupted()};
}

void print_messages(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states,
                    bool quiet) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const std::string& note : states[i].notes) {
      if (!quiet) fmt::print(stderr, "{}: {}\n", printable(runs[i].label), printable(note));
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (states[i].state != RunState::kFailed) continue;
    fmt::print(stderr, "error: {} ('{}') failed: {}\n", printable(runs[i].label),
               printable(runs[i].folder.string()), printable(states[i].message));
  }
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
