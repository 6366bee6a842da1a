// Where the viewer's frames come from: the episodes of an environment, somebody who plays them, and
// the join of the two into pictures and plain numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "experiments/play/player.h"
#include "render/frame/frame.h"

namespace saccade {

/// Plays episodes.  A frame shows the world, what the agent thinks of it and what it is about to
/// do; `advance` lets it do that, and stays at the end of an episode.  With several agents, the
/// viewed one is the first that is present (and Player::is_shown).  What the environment does wrong
/// is an EpisodeError.
class EpisodeSource : public render::FrameSource {
 public:
  EpisodeSource(std::unique_ptr<Environment> environment, std::unique_ptr<Player> player);

  const render::Frame& reset(std::uint64_t seed) override;
  const render::Frame& advance() override;
  double steps_per_second() const override { return runner_.spec().steps_per_second; }

 private:
  std::vector<float> act();
  void take_rewards();
  void look();
  void look_for(int agent);
  void follow_trails();
  void finish(const StepResult& result);
  render::AgentView& view(int agent) { return frame_.agents[static_cast<std::size_t>(agent)]; }

  EpisodeRunner runner_;
  std::unique_ptr<Player> player_;
  std::vector<std::optional<Decision>> decisions_;  // [agents] none of who is absent
  EpisodeSummary so_far_;                           // its returns and acted
  render::Frame frame_;
};

}  // namespace saccade
