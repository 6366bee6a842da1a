// What `saccade train` says at the beginning and at the end of a run, and which commands go on.
#pragma once

#include <string>

#include "experiments/run/training.h"

namespace saccade {

/// Environment, seed, steps, parameters and folder, before training begins.
std::string opening_text(const Training& training);

/// Why training ended, how good the policy is, and the commands that come next.
std::string closing_text(const Training& training);

/// Instead of these, of a run that had ended before.
std::string nothing_left_text(const Training& training);

/// The command that continues the run as it was asked for.
std::string resume_command(const Training& training);

}  // namespace saccade
