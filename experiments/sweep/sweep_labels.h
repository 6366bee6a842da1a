// What the configurations of a sweep are called, in its file and in its folders.
#pragma once

#include <string>

#include "experiments/sweep/sweep_file.h"

namespace saccade {

/// The name of a preset or an environment, or that of a file without its ending.
std::string config_label(const std::string& config);

bool is_tried_with(const Variant& variant, const std::string& label);

/// Throws Error when two configurations have one label, when settings are for a label that the
/// sweep does not have, and when settings or configurations have no effect.
void check_labels(const SweepConfig& sweep);

}  // namespace saccade
