#include "experiments/players/checkpoints_player.h"

#include <fmt/format.h>

#include <filesystem>

#include "experiments/checkpoint/checkpoint_store.h"

namespace saccade {

namespace {

std::vector<std::int64_t> steps_of(const std::string& run) {
  std::vector<std::int64_t> steps = checkpoint_steps(run);
  if (steps.empty()) {
    throw Error(fmt::format("option '--checkpoints': found '{}', wanted the folder of a run", run));
  }
  return steps;
}

std::string first_of(const std::string& run) {
  return fmt::format("{}@{}", run, steps_of(run).front());
}

}  // namespace

CheckpointsPlayer::CheckpointsPlayer(const std::string& run, std::vector<std::string> sets,
                                     const EnvironmentSpec& spec, bool stochastic,
                                     RegisteredEnvironments& environments)
    : PolicyPlayer(load_run(first_of(run), sets, environments), spec, stochastic),
      run_(run),
      sets_(std::move(sets)),
      environments_(environments),
      steps_(steps_of(run)) {}

// A run in training drops its older checkpoints: what is gone by now is skipped.
std::uint64_t CheckpointsPlayer::next_episode(std::uint64_t seed) {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    shown_ = (shown_ + 1) % steps_.size();
    if (!std::filesystem::exists(checkpoint_path(run_, steps_[shown_]))) continue;
    replace(load_run(fmt::format("{}@{}", run_, steps_[shown_]), sets_, environments_));
    break;
  }
  return seed;
}

}  // namespace saccade
