// Trains several runs side by side, each in a process of its own.
//
// What is known of a run lies in its directory and nowhere else: a pool that is killed and started
// again with the same runs continues those that have begun and begins the others.  A process that
// still trains one of them (left behind by a pool that was killed, or started by hand) is waited
// for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "experiments/pool/planned_run.h"
#include "experiments/pool/run_progress.h"

namespace saccade {

enum class RunState {
  kWaiting,
  kBusy,  ///< Another process trains it; waits.
  kRunning,
  kDone,
  kInterrupted,  ///< Saved, to be continued.
  kFailed,
};

struct RunStatus {
  RunState state = RunState::kWaiting;
  RunProgress progress;
  std::int64_t begun_at = 0;       ///< The step from which it was continued here.
  std::string message;             ///< Why it failed.
  std::vector<std::string> notes;  ///< What else the run had to say.
};

struct PoolOptions {
  int jobs = 1;  ///< Runs side by side.
  SharedOptions shared;
};

struct PoolCalls {
  /// How many times the runs were asked to end: at the first they finish their update and save, at
  /// the second they end at once.
  std::function<int()> signals;
  /// Told how the runs are, ten times a second.
  std::function<void(const std::vector<RunStatus>&)> look;
};

/// Trains the runs, `jobs` at a time in their order; a run that fails does not stop the others.
/// Returns when none is left to begin, or after a signal when those that had begun have ended.
std::vector<RunStatus> run_pool(const std::vector<PlannedRun>& runs, const PoolOptions& options,
                                const PoolCalls& calls);

}  // namespace saccade
