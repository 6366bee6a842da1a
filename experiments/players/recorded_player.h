// An episode from a file, played again.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "experiments/players/player.h"

namespace saccade {

/// Does again what was done in a recorded episode.  A policy may look on: what it would have
/// thought is shown then, beside what was done.
class RecordedPlayer : public Player {
 public:
  /// Of an environment like this.  `onlooker` may be null.  `file`: to be told.
  RecordedPlayer(EpisodeFile episode, std::string file, const EnvironmentSpec& spec,
                 std::unique_ptr<Player> onlooker);

  void begin_episode(std::uint64_t seed) override;
  /// There is no other.
  std::uint64_t next_episode(std::uint64_t seed) override { return seed; }
  const EpisodeFile* recorded() const override { return &episode_; }
  void see(std::span<const Observation> seen) override;
  PlayerState state() const override { return onlooker_ ? onlooker_->state() : PlayerState{}; }
  Decision think(int agent, const Observation& observation) override;
  std::string name() const override;
  std::string checkpoint() const override { return episode_.checkpoint; }
  std::string faithfulness() const override { return onlooker_ ? onlooker_->faithfulness() : ""; }
  bool has_value() const override { return onlooker_ && onlooker_->has_value(); }
  int image_patch() const override { return onlooker_ ? onlooker_->image_patch() : 1; }

 private:
  EpisodeFile episode_;
  std::string file_;
  EnvironmentSpec spec_;
  std::unique_ptr<Player> onlooker_;
  std::size_t seen_ = 0;  // Moments of the episode so far, the present one included.
};

}  // namespace saccade
