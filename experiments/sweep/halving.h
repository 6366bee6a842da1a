// Successive halving (Jamieson and Talwalkar 2016): every trial trains for a while, those with the
// best scores go on for longer, and so on.
//
// The rungs are climbed together, so that which trials go on depends on their scores alone and not
// on which of them was quick (asynchronous halving, ASHA, does without that).
#pragma once

#include <functional>
#include <vector>

#include "experiments/pool/run_pool.h"
#include "experiments/sweep/sweep_plan.h"

namespace saccade {

/// Trains these runs and says what became of them.
using TrainSome = std::function<std::vector<RunStatus>(const std::vector<PlannedRun>& runs)>;

/// Trains the plan rung by rung.  In the end `until` of a run says where it stopped.  A trial's
/// score is the mean over its seeds of the evaluation at the rung's step.  Ends after the
/// rung in which a run was interrupted.
std::vector<RunStatus> train_by_halving(SweepPlan& plan, const HalvingConfig& halving,
                                        const TrainSome& train);

}  // namespace saccade
