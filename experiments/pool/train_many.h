// Trains planned runs, shows how they go, and says what became of them.
#pragma once

#include <string>
#include <vector>

#include "experiments/pool/pool_view.h"
#include "experiments/pool/run_pool.h"
#include "experiments/terminal/interrupt.h"

namespace saccade {

/// How many runs go side by side: `jobs`, or with 0 as many as there are processors for their
/// threads.
int job_count(int jobs, int threads);

/// The view that suits stdout.
std::unique_ptr<PoolView> make_pool_view(bool quiet);

/// Trains the runs.  Ends early after an interrupt, or, if `most_seconds` is positive, once all
/// runs together have trained for so long; what has begun is saved then.
std::vector<RunStatus> train_planned(const std::vector<PlannedRun>& runs,
                                     const PoolOptions& options, double most_seconds,
                                     InterruptGuard& guard, PoolView& view);

/// What became of the runs that did not end well, a line each.
std::vector<std::string> failures(const std::vector<PlannedRun>& runs,
                                  const std::vector<RunStatus>& states);

/// 0: all are done; 1: one failed; 130: interrupted.
int exit_status(const std::vector<RunStatus>& states, const InterruptGuard& guard);

}  // namespace saccade
