// What commands that compare runs have in common: their options, and the comparison that these ask
// for.
#pragma once

#include <optional>
#include <vector>

#include "experiments/cli/cli.h"
#include "experiments/results/comparison.h"

namespace saccade {

/// Which runs, grouped how, scored by what; for a command whose last argument is "RUN...".
std::vector<CommandOption> comparison_options();

/// Loads the runs that the command line names and compares them; nothing when it was interrupted
/// while it evaluated policies.  Throws Error naming the option or the run that is wrong.
std::optional<Comparison> requested_comparison(const CommandLine& line);

}  // namespace saccade
