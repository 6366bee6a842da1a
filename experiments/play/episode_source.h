// Where the viewer's frames come from: an environment, somebody who plays it, and the join of the
// two into pictures and plain numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/episode/guarded_numbers.h"
#include "experiments/play/player.h"
#include "render/overlay/frame.h"

namespace saccade {

/// Plays episodes.  A frame shows the world, what the agent thinks of it and what it is about to
/// do; `advance` lets it do that.  With several agents, the first one's mind is shown.
class EpisodeSource : public render::FrameSource {
 public:
  EpisodeSource(std::unique_ptr<Environment> environment, std::unique_ptr<Player> player);

  const render::Frame& reset(std::uint64_t seed) override;
  const render::Frame& advance() override;
  double steps_per_second() const override { return spec_.steps_per_second; }

 private:
  void step();
  void check_description() const;
  void look();
  void finish(const StepResult& result);
  void guarded(const std::function<void()>& action) const;

  std::unique_ptr<Environment> environment_;
  EnvironmentSpec spec_;  // As it was at the beginning.
  std::unique_ptr<Player> player_;
  std::vector<Observation> observations_;  // One per agent.
  std::vector<Decision> decisions_;        // One per agent.
  GuardedNumbers rewards_;                 // [agents]
  GuardedNumbers counts_;
  render::Frame frame_;
};

/// What a decision looks like to the viewer, one entry per head; empty when the decision gives no
/// reasons.  Candidates of a select-entity head are labelled "<type> <id>".
std::vector<render::ActionView> view_actions(const EnvironmentSpec& spec,
                                             const Observation& observation,
                                             const Decision& decision);

}  // namespace saccade
