// An environment that costs next to nothing, so that what is measured is the learner: random
// entities, random rewards, episodes that end at random.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"

namespace saccade {

/// One agent row and entities - 1 others, features uniform in [0, 1), new ones at each step;
/// rewards uniform in [0, 1); an episode ends at each step with probability 0.005.
class EntityStream : public Environment {
 public:
  /// `entities` counts the agent and is at least 2; `actions` choices without effect.
  EntityStream(int entities, int features, int actions);

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override;
  StepResult step(std::span<const float> actions, std::span<float> rewards) override;
  void observe(int agent, Observation& observation) const override;
  /// Draws nothing: there is nothing to see.
  void draw(Scene& scene) const override { scene.clear(); }

 private:
  void draw_features();

  EnvironmentSpec spec_;
  std::size_t features_;
  std::vector<float> rows_;  // [entities x features]
  Rng rng_;
};

}  // namespace saccade
