#include "experiments/pool/run_progress.h"

#include <cmath>

#include "experiments/files/log_table.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

LogTable evaluations_of(const fs::path& run_folder) {
  return read_log_end(run_folder / "evals.csv", std::numeric_limits<std::streamoff>::max());
}

}  // namespace

RunProgress read_progress(const fs::path& run_folder) {
  constexpr std::streamoff kSomeRows = 16'384;
  RunProgress progress;
  const LogTable metrics = read_log_end(run_folder / "metrics.csv", kSomeRows);
  const double step = metrics.last("step"), seconds = metrics.last("wall_seconds");
  if (std::isfinite(step)) progress.step = std::llround(step);
  if (std::isfinite(seconds)) progress.wall_seconds = seconds;
  progress.return_mean = metrics.last("return_mean");
  const LogTable evaluations = evaluations_of(run_folder);
  if (const auto* returns = evaluations.find("return_mean")) {
    for (const double value : *returns) {
      progress.last_evaluation = value;
      progress.best_evaluation = std::fmax(progress.best_evaluation, value);
    }
  }
  return progress;
}

double evaluation_at(const fs::path& run_folder, std::int64_t step) {
  const LogTable evaluations = evaluations_of(run_folder);
  const auto* returns = evaluations.find("return_mean");
  double evaluation = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t row = 0; returns && row < evaluations.rows(); ++row) {
    evaluation = (*returns)[row];
    if (evaluations.columns.front()[row] >= static_cast<double>(step)) break;
  }
  return evaluation;
}

}  // namespace saccade
