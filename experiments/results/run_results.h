// The results of finished (or unfinished) runs, as they lie in their directories: which
// configuration, which evaluations, how long.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "experiments/results/comparison.h"

namespace saccade {

/// What is read of a run.  Nothing of it is executed: no plug-in is loaded.
struct RunResults {
  std::filesystem::path folder;
  /// config.toml by dotted key, each value as TOML; keys that an older version did not know have
  /// their default.
  std::map<std::string, std::string> config;
  std::string environment;
  std::uint64_t seed = 0;
  std::int64_t steps = 0;                     ///< Trained, as far as its files say.
  std::int64_t steps_asked = 0;               ///< By its configuration.
  std::optional<double> wall_seconds{};       ///< Of training until then.
  std::vector<EvaluatedScore> evaluations{};  ///< At least one; steps rise.
};

struct LoadedResults {
  std::vector<RunResults> runs;
  std::vector<OmittedRun> omitted;  ///< Damaged, without any evaluation, or there already.
};

/// The run directories that arguments name: a run itself, or every run below a directory (the
/// output of several trainings), in the order of their names.  A start that was not finished is
/// among them. Each is there once.  Throws Error when an argument is no directory or holds no run.
std::vector<std::filesystem::path> find_runs(const std::vector<std::string>& arguments);

/// Reads the runs; `metric` is a column of evals.csv.  A run without it is omitted.
LoadedResults load_results(const std::vector<std::filesystem::path>& folders,
                           const std::string& metric);

}  // namespace saccade
