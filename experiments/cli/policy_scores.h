// Final scores of runs by playing: the best checkpoint of each on the same episodes.
#pragma once

#include <optional>
#include <vector>

#include "experiments/cli/cli.h"
#include "experiments/results/compare_runs.h"

namespace saccade {

/// Plays as the options --episodes, --seed, --set, --stochastic and --threads say, and reads
/// --metric from the result, which is that of `saccade eval` with the same options; nothing when it
/// was interrupted. Throws Error naming the run whose policy cannot be loaded or played.
std::optional<std::vector<FinalScore>> play_final_scores(const std::vector<RunResults>& runs,
                                                         const CommandLine& line);

}  // namespace saccade
