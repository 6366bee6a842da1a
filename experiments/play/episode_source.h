// Where the viewer's frames come from: the episodes of an environment, somebody who plays them, and
// the join of the two into pictures and plain numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "experiments/play/kept_episodes.h"
#include "experiments/players/player.h"
#include "render/frame/frame.h"

namespace saccade {

/// Plays episodes.  A frame shows the world, what the agent thinks of it and what it is about to
/// do; `advance` lets it do that, and stays at the end of an episode.  With several agents, the
/// viewed one is the first that is present (and Player::is_shown).  What the environment does wrong
/// is an EpisodeError.  A recorded episode (Player::recorded) is played with its edits, up to its
/// end.
class EpisodeSource : public render::FrameSource {
 public:
  /// `twin` plays the same environment by the same player; it answers `what_if` and plays on from
  /// there.  Null: nothing can be changed.
  EpisodeSource(std::unique_ptr<Environment> environment, std::unique_ptr<Player> player,
                std::unique_ptr<EpisodeSource> twin = nullptr);

  /// From now on episodes can be saved; this is what they were played with.
  void set_origin(ExperimentConfig config) { origin_ = std::move(config); }

  /// From now on every episode is kept in a file, the first one in this, those after it beside it
  /// under names that are free: when it ends, or when the next one begins.  What cannot be written
  /// is a warning on stderr.
  void keep_episodes(const std::filesystem::path& file) { kept_.keep_in(file); }
  /// Keeps the running episode as far as it is; nothing where episodes are not kept.
  void keep();

  const render::Frame& reset(std::uint64_t seed) override;
  const render::Frame& advance() override;
  std::uint64_t next_episode(std::uint64_t seed) override { return player_->next_episode(seed); }
  void save(const std::string& path) const override;
  double steps_per_second() const override { return runner_.spec().steps_per_second; }

  bool can_change() const override { return twin_ != nullptr; }
  bool changes_world() const override { return runner_.spec().has_edits; }
  const render::Frame& what_if(int step, const render::WhatIf& changes) override;
  render::FrameSource* branch() override { return answered_ ? twin_.get() : nullptr; }

 private:
  /// What is known of a moment, to come back to it.
  struct Moment {
    PlayerState player;  // Before it thought.
    EpisodeSummary so_far;
    float reward = 0;
    std::vector<float> rewards;             // [agents]
    std::vector<std::vector<Vec2>> trails;  // [agents]
  };

  const render::Frame& begin_at(const EpisodeSource& original, int step,
                                const render::WhatIf& changes);
  void play_again(const EpisodeSource& original, int step);
  std::vector<Observation> seen() const;
  void edit(std::span<const TimedEdit> edits);
  std::vector<float> act();
  void take_rewards();
  void look();
  void remember();
  void look_for(int agent, const Observation& seen);
  void follow_trails();
  bool stops_here() const;
  void finish(const StepResult& result);
  render::AgentView& view(int agent) { return frame_.agents[static_cast<std::size_t>(agent)]; }

  std::unique_ptr<EpisodeSource> twin_;
  bool answered_ = false;
  std::optional<ExperimentConfig> origin_;
  KeptEpisodes kept_;
  std::vector<Moment> moments_;  // [steps so far + 1]; none without a twin
  std::optional<std::string>
      begun_by_;            // Of a branch: Player::checkpoint of the episode before it.
  render::WhatIf changes_;  // Of what is seen now, where the world itself cannot be changed.
  EpisodeRunner runner_;
  std::unique_ptr<Player> player_;
  std::vector<std::optional<Decision>> decisions_;  // [agents] none of who is absent
  EpisodeSummary so_far_;                           // its returns and acted
  render::Frame frame_;
};

}  // namespace saccade
