// saccade train --seeds: the same configuration with several seeds, side by side.
#pragma once

#include "experiments/cli/cli.h"

namespace saccade {

/// `line` is that of `saccade train`; `config` is what it trains, `sets` what it sets.  Returns the
/// exit status.
int train_seeds(const CommandLine& line, const std::string& config,
                const std::vector<std::string>& sets);

}  // namespace saccade
