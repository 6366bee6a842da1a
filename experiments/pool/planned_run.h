// A run that is to be trained by a process of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"

namespace saccade {

struct PlannedRun {
  std::string config;             ///< What `saccade train` takes as CONFIG.
  std::vector<std::string> sets;  ///< "key=value", in order.
  std::uint64_t seed = 1;
  std::filesystem::path folder;  ///< Its run directory.
  std::string label;             ///< What a person reads: "forage seed 3".
  std::size_t trial = 0;         ///< Of a sweep, from 0.
  std::int64_t until = 0;        ///< Step at which it pauses; 0: none.
  std::int64_t steps = 0;        ///< To which it trains, whole rollouts.
  bool is_evaluated = true;      ///< Whether it has evaluations.
  bool may_end_early = false;    ///< Whether evaluations may end it.
  std::string problem;           ///< Why it cannot be trained; "": it can.
};

/// Options of `saccade train` that all runs get.
struct SharedOptions {
  int threads = 1;                     ///< Of each run.
  std::vector<std::string> plugins;    ///< Files.
  std::vector<std::string> arguments;  ///< More, as they are typed: "--for", "10m".
};

/// The arguments behind the program's name: begins the run, or continues it where its directory is
/// a run.
std::vector<std::string> train_arguments(const PlannedRun& run, const SharedOptions& options);

/// Loads the run's configuration, which says to which step it trains; `problem` says why that
/// fails. Throws Error when the directory holds a run with other settings.
void check_planned(PlannedRun& run, RegisteredEnvironments& environments);

/// Throws Error for a `--set` of what each run has of its own, or of what has an option.
void check_shared_set(const std::string& set);

/// "policy.width: found 64, wanted 32": the first key that differs in what decides a run's
/// results; "" when none does.
std::string first_difference(const ExperimentConfig& found, const ExperimentConfig& wanted);

}  // namespace saccade
