// What an explanation holds, as CSV files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiments/explain/explanation.h"

namespace saccade {

/// Names of files and what stands in them: explain.csv (attention by type and head) and
/// explain-<what>.csv of methods, curves, entities of the moments, profiles, importance, counts and
/// checkpoints, as far as there are any.
std::vector<std::pair<std::string, std::string>> csv_files(const Explanation& found);

/// All names that csv_files may give.
const std::vector<std::string>& csv_file_names();

}  // namespace saccade
