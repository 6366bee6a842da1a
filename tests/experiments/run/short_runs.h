// Whole runs of a few updates, and what is the same in two of them.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "experiments/files/atomic_file.h"
#include "experiments/run/run_directory.h"
#include "experiments/run/training.h"
#include "support/program.h"

namespace saccade::testing {

using Sets = std::vector<std::string>;

constexpr int kSteps = 768;

/// Six updates of 128 steps; episodes are short enough to end and long enough to be running when a
/// checkpoint is written.
inline Sets with(const Sets& more) {
  Sets sets = {
      "steps=768",       "threads=2",          "policy.width=8",      "policy.attention.heads=2",
      "rollout.envs=4",  "rollout.horizon=32", "ppo.epochs=2",        "ppo.minibatches=2",
      "eval.episodes=2", "eval.every=256",     "checkpoint.every=256"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

inline void finish(Training& training) {
  while (!training.done()) training.advance();
  training.save();
}

/// A CSV file without the columns that hold times.
inline std::string without_times(const std::filesystem::path& file) {
  std::istringstream lines(read_file(file));
  std::string text, line, field;
  std::set<int> times;
  for (bool is_header = true; std::getline(lines, line); is_header = false) {
    std::istringstream fields(line);
    for (int column = 0; std::getline(fields, field, ','); ++column) {
      if (is_header && (field == "wall_seconds" || field == "steps_per_second")) {
        times.insert(column);
      }
      if (!times.contains(column)) text += field + ",";
    }
    text += "\n";
  }
  return text;
}

/// Where the runs of one test case go.
class Runs {
 public:
  std::filesystem::path folder(const std::string& name) const { return folder_.path() / name; }

  /// A whole run.
  std::filesystem::path train(const std::string& name, const std::string& env, const Sets& sets) {
    Training training(load_experiment(env, sets, environments_), environments_,
                      folder(name).string());
    finish(training);
    return folder(name);
  }
  RegisteredEnvironments& environments() { return environments_; }

 private:
  TemporaryFolder folder_;
  RegisteredEnvironments environments_;
};

inline void check_same_run(const std::filesystem::path& a, const std::filesystem::path& b) {
  CHECK(without_times(a / "metrics.csv") == without_times(b / "metrics.csv"));
  CHECK(without_times(a / "evals.csv") == without_times(b / "evals.csv"));
  CHECK(read_file(a / "config.toml") == read_file(b / "config.toml"));
  CHECK(read_file(checkpoint_path(a, kSteps)) == read_file(checkpoint_path(b, kSteps)));
}

}  // namespace saccade::testing
