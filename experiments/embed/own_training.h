// Training an environment of one's own from main().
//
//   saccade::train({.environment = {"berry-picker", "Picks berries.", {}, make},
//                   .settings = {"steps=200000", "policy.width=32"}});
//
// The result is a run directory as `saccade train` writes it: any command of the program that does
// not play the environment can read it, and TrainedPolicy loads it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// How far a training is.
struct TrainingStatus {
  std::int64_t step = 0;
  std::int64_t total_steps = 0;
  double return_mean = 0;  ///< Of the last 100 episodes; NaN before the first ended.
  /// Of the latest update: "policy_loss", "entropy", ...
  std::vector<std::pair<std::string, double>> metrics{};
};

struct OwnTraining {
  EnvironmentEntry environment{};  ///< Its id must be none of a built-in environment.
  /// A TOML file with more of the configuration; "": every key has its default.
  std::string config{};
  /// "key=value" as `saccade train --set` takes them, applied in order: "seed=2", "threads=4".
  /// With `resume` they change what the run has; "steps=..." lengthens it.
  std::vector<std::string> settings{};
  /// The run directory; "": runs/<id>-<seed>, or the next of that name that is free.
  std::string out{};
  bool resume = false;  ///< Goes on with the run in `out`, which must be there.
  /// Called after each update; once it returns false the run is saved and ends, and can be resumed.
  std::function<bool(const TrainingStatus&)> on_update{};
};

/// Trains to the end and returns the run directory.  Throws Error when the request is wrong, or
/// when the environment fails (EpisodeError): then what was learned before is saved.
std::filesystem::path train(const OwnTraining& request);

}  // namespace saccade
