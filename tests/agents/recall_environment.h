// A small environment that only a policy with memory can master.
#pragma once

#include "envs/core/environment.h"
#include "envs/core/random.h"

namespace saccade::testing {

/// A cue, left or right, is shown at the first step alone; 1 for going there at the last of four.
class Recall : public Environment {
 public:
  Recall() {
    spec_.id = "recall";
    spec_.kinds[0].observation.types = {{"self", {"cue", "last"}, 1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"go", {"left", "right"}}};
    spec_.max_steps = 4;
    spec_.reward_low = 0;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    cue_ = static_cast<int>(rng.integers(0, 2));
    steps_ = 0;
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const bool last = ++steps_ == spec_.max_steps;
    rewards[0] = last && static_cast<int>(actions[0]) == cue_ ? 1.0F : 0.0F;
    return {.terminated = last};
  }
  void observe(int /*agent*/, Observation& seen) const override {
    const float cue = cue_ == 0 ? -1.0F : 1.0F;
    seen.add(0, 0, {steps_ == 0 ? cue : 0, steps_ == 3 ? 1.0F : 0.0F});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
  int cue_ = 0;
  int steps_ = 0;
};

}  // namespace saccade::testing
