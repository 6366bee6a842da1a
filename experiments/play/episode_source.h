// Where the viewer's frames come from: the episodes of an environment, somebody who plays them, and
// the join of the two into pictures and plain numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "experiments/play/player.h"
#include "render/overlay/frame.h"

namespace saccade {

/// Plays episodes.  A frame shows the world, what the agent thinks of it and what it is about to
/// do; `advance` lets it do that, and stays at the end of an episode.  With several agents, the
/// decision of the one that was chosen is shown, also in later episodes; while it is absent or
/// nobody was chosen, that of the first one that is present (and Player::is_shown).  Rewards are
/// the mean over agents.  What the environment does wrong is an EpisodeError.
class EpisodeSource : public render::FrameSource {
 public:
  EpisodeSource(std::unique_ptr<Environment> environment, std::unique_ptr<Player> player);

  const render::Frame& reset(std::uint64_t seed) override;
  const render::Frame& advance() override;
  const render::Frame& choose_agent(int by) override;
  double steps_per_second() const override { return runner_.spec().steps_per_second; }

 private:
  std::vector<float> act();
  void take_rewards();
  int agent_to_show() const;
  void show_agent(int agent);
  void look();
  void follow_trails();
  void finish(const StepResult& result);
  void show_decision();

  EpisodeRunner runner_;
  std::unique_ptr<Player> player_;
  std::vector<std::optional<Decision>> decisions_;         // [agents] none of who is absent
  std::vector<std::optional<Decision>> decisions_before_;  // those that led to what is seen now
  std::vector<std::vector<Vec2>> trails_;                  // [agents], Frame::trail of each
  int chosen_ = -1;                                        // agent, or -1: nobody
  int shown_ = 0;                                          // agent
  bool terminated_ = false;
  EpisodeSummary so_far_;                                    // its returns and acted
  std::vector<std::vector<render::TokenKind>> token_types_;  // [kinds]
  render::Frame frame_;
};

}  // namespace saccade
