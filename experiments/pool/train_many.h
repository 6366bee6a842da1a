// Trains planned runs, shows how they go, and says what became of them.
#pragma once

#include <string>
#include <vector>

#include "experiments/cli/cli.h"
#include "experiments/pool/pool_view.h"
#include "experiments/pool/run_pool.h"
#include "experiments/terminal/interrupt.h"

namespace saccade {

/// What the options --jobs, --threads and --plugin ask for.  Without them: a thread each, and as
/// many runs side by side as there are processors for their threads.
PoolOptions pool_options(const CommandLine& line);

/// The view that suits stdout.
std::unique_ptr<PoolView> make_pool_view(bool quiet);

/// How a pool ended.
struct PoolEnd {
  std::vector<RunStatus> states;
  bool is_time_up = false;  ///< Whether the time that the runs had is used up.
};

/// Trains the runs.  Ends early after an interrupt, or once all runs together have trained for
/// `most_seconds`; what has begun is saved then.
PoolEnd train_many(const std::vector<PlannedRun>& runs, const PoolOptions& options,
                   double most_seconds, InterruptGuard& guard, PoolView& view);

/// Says on stderr which runs failed, and why; if not `quiet`, also what else runs had to say.
void print_messages(const std::vector<PlannedRun>& runs, const std::vector<RunStatus>& states,
                    bool quiet);

/// Whether something other than their time has ended runs before they were done.
bool is_interrupted(const PoolEnd& end);

/// 0: all are done, or their time is used up; 1: one failed; 130: interrupted.
int exit_status(const PoolEnd& end);

}  // namespace saccade
