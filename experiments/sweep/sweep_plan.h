// Which runs a sweep consists of, and where they lie.
//
//   OUT/sweep.toml                  the sweep
//   OUT/trial-003/forage-1/         a run directory: the third trial with seed 1
//   OUT/near/forage-1/              the variant near, where nothing else is varied
//   OUT/forage-1/                   where nothing is varied
//   OUT/forage/forage-1/            where there are several configurations
//   OUT/sweep.csv                   a row for each run
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiments/pool/planned_run.h"
#include "experiments/sweep/sweep_file.h"
#include "experiments/sweep/trials.h"

namespace saccade {

struct SweepPlan {
  std::vector<Trial> trials;
  std::vector<PlannedRun> runs;  ///< Of each trial in turn: every configuration with every seed.
};

/// Plans the runs of a sweep into the folder `out`.  `sets` are applied after the table `set`.
/// A run whose configuration cannot be loaded keeps its place and names its problem.  Throws Error
/// when the sweep exceeds its budget of steps, when nothing can be trained, and when a directory
/// holds another run.
SweepPlan plan_sweep(const SweepConfig& sweep, const std::vector<std::string>& sets,
                     const std::filesystem::path& out, RegisteredEnvironments& environments);

}  // namespace saccade
