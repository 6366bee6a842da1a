// summary.json: the result of a run, and by what it was computed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "experiments/run/recent_episodes.h"

namespace saccade {

/// Why a run trains no further.
enum class RunEnd {
  kSteps,        ///< It has trained for its steps.
  kThreshold,    ///< Its evaluations have held eval.stop_return.
  kTime,         ///< Its time was up (train --for).
  kPause,        ///< It has reached the step where it was to pause (train --until).
  kInterrupted,  ///< A signal.
  kFailed,       ///< An error.
};

/// As summary.json says it: "steps", "threshold", "time", "pause", "interrupted", "failed".
const char* name_of(RunEnd end);

struct RunSummary {
  std::string env_id;
  std::uint64_t seed = 0;
  std::int64_t steps = 0;        ///< Trained.
  std::int64_t steps_asked = 0;  ///< Before they were rounded up to whole rollouts.
  RunEnd ended = RunEnd::kInterrupted;
  double wall_seconds = 0;  ///< Earlier processes of the run included.
  std::optional<EvaluationPoint> best, last;
  int threads = 1;  ///< Of the process that writes it.
};

/// Writes summary.json into the run directory, with the version of the program, how it was built
/// and the machine.  Throws Error (kind kFailure).
void write_summary(const std::filesystem::path& run_folder, const RunSummary& summary);

/// What summary.json says of how long the run has trained.
struct SummarisedTraining {
  std::int64_t steps = 0;
  std::optional<double> wall_seconds{};
};

/// Nothing when it is missing or damaged.
std::optional<SummarisedTraining> read_summary(const std::filesystem::path& run_folder);

}  // namespace saccade
