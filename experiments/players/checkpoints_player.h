// How a policy learned: the same episode, played by one checkpoint of its run after the other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "experiments/players/player.h"

namespace saccade {

/// Plays each episode by the next of a run's checkpoints, from the first to the last and over
/// again.
class CheckpointsPlayer : public PolicyPlayer {
 public:
  /// `run`: a run directory; `sets` as load_run takes them; `environments` must outlive the player.
  /// Throws Error when it is none, or has no checkpoints.
  CheckpointsPlayer(const std::string& run, std::vector<std::string> sets,
                    const EnvironmentSpec& spec, bool stochastic,
                    RegisteredEnvironments& environments);

  /// The same seed, played by the next checkpoint that is still there.
  std::uint64_t next_episode(std::uint64_t seed) override;

  int checkpoints() const { return static_cast<int>(steps_.size()); }

 private:
  std::string run_;
  std::vector<std::string> sets_;
  RegisteredEnvironments& environments_;
  std::vector<std::int64_t> steps_;  // Of the checkpoints, ascending.
  std::size_t shown_ = 0;            // Which of them plays.
};

}  // namespace saccade
