// A small environment whose agents come and go.
#pragma once

#include <array>

#include "envs/core/environment.h"
#include "envs/core/random.h"

namespace saccade::testing {

/// Three runners share a signal, left or right, that changes at each step.  Who runs as it says
/// gets
/// 1.  Runner 1 leaves for good when it first does, runner 2 comes in at step 3; an episode is
/// truncated after 8 steps.  Other runners in the world are entities without features.  Runners may
/// shout at every second step, which gains or costs nothing.
class Relay : public Environment {
 public:
  static constexpr int kRunners = 3;

  Relay() {
    spec_.id = "relay";
    spec_.kinds[0].observation.types = {{"self", {"signal", "number"}, 1}, {"runner", {}}};
    spec_.kinds[0].action.heads = {
        CategoricalHead{"run", {"left", "right"}},
        ContinuousHead{
            .name = "shout", .labels = {"loudness"}, .low = {0}, .high = {1}, .optional = true}};
    spec_.kinds[0].agents = kRunners;
    spec_.max_steps = 8;
    spec_.reward_low = 0;
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    present_ = {true, true, false};
    steps_ = 0;
    signal();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (std::size_t runner = 0; runner < kRunners; ++runner) {
      const bool right = actions[2 * runner] == static_cast<float>(signal_);
      rewards[runner] = present_[runner] && right ? 1.0F : 0.0F;
    }
    if (rewards[1] > 0) present_[1] = false;
    if (++steps_ == 3) present_[2] = true;
    signal();
    return {.truncated = steps_ == spec_.max_steps};
  }

  bool is_present(int agent) const override { return present_[static_cast<std::size_t>(agent)]; }

  void observe(int agent, Observation& observation) const override {
    observation.add(0, agent, {signal_ == 0 ? -1.0F : 1.0F, static_cast<float>(agent)});
    for (int other = 0; other < kRunners; ++other) {
      if (other != agent && is_present(other)) observation.add(1, other, {});
    }
    if (steps_ % 2 == 1) observation.skip_head(1);
  }

  void draw(Scene& /*scene*/) const override {}

 private:
  void signal() { signal_ = static_cast<int>(rng_.integers(0, 2)); }

  EnvironmentSpec spec_;
  Rng rng_;
  std::array<bool, kRunners> present_{};
  int signal_ = 0;
  int steps_ = 0;
};

}  // namespace saccade::testing
