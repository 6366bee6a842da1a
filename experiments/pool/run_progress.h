// How far a run is, read from the files that it writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

namespace saccade {

/// NaN where there is no number yet.
struct RunProgress {
  std::int64_t step = 0;
  double wall_seconds = 0;
  double return_mean = std::numeric_limits<double>::quiet_NaN();  ///< Of training episodes.
  double last_evaluation = std::numeric_limits<double>::quiet_NaN();
  double best_evaluation = std::numeric_limits<double>::quiet_NaN();
};

/// From metrics.csv and evals.csv; whatever is missing, unfinished or damaged there counts as not
/// written yet.
RunProgress read_progress(const std::filesystem::path& run_folder);

/// The mean return of the run's first evaluation at this step or later, as of a run that pauses
/// there; if there is none, of its last one; NaN without any.
double evaluation_at(const std::filesystem::path& run_folder, std::int64_t step);

}  // namespace saccade
