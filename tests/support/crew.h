// A world in which what an agent will earn depends most of all on what only the others know.
#pragma once

#include <array>
#include <memory>

#include "envs/core/environment.h"
#include "envs/core/random.h"

namespace saccade::testing {

/// Four hands do a work together.  Each knows its own skill, how long its strength lasts, and a
/// signal, left or right, that changes at each step.  In a step the work gains the skills of all
/// hands that are there, and 0.2 for each that answers its signal; a quarter of it is the reward of
/// every one of them.  Whose strength is at an end leaves.  Of the others a hand sees that they are
/// there.
class Crew : public Environment {
 public:
  static constexpr int kHands = 4;
  static constexpr int kSteps = 8;

  /// The work ends after 8 steps.  With a latecomer time runs out instead, and the last hand comes
  /// in with the last step.
  explicit Crew(bool latecomer = false) : latecomer_(latecomer) {
    spec_.id = "crew";
    spec_.kinds[0].observation.types = {{"self", {"skill", "strength", "signal"}, 1}, {"mate", {}}};
    spec_.kinds[0].action.heads = {CategoricalHead{"answer", {"left", "right"}}};
    spec_.kinds[0].agents = kHands;
    spec_.max_steps = kSteps;
    spec_.reward_high = 1.25F;
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    for (Hand& hand : hands_) {
      hand.skill = static_cast<float>(rng_.uniform(-1, 1));
      hand.strength = static_cast<int>(rng_.integers(3, kSteps + 1));
    }
    hands_[0].strength = kSteps + 1;  // Somebody stays.
    signal();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    float gain = 0;
    for (std::size_t i = 0; i < kHands; ++i) {
      if (!is_present(static_cast<int>(i))) continue;
      const bool answers = actions[i] == static_cast<float>(hands_[i].signal);
      gain += hands_[i].skill + (answers ? 0.2F : 0.0F);
    }
    for (int i = 0; i < kHands; ++i) {
      rewards[static_cast<std::size_t>(i)] = is_present(i) ? gain / kHands : 0;
    }
    ++steps_;
    signal();
    const bool over = steps_ == kSteps;
    return {.terminated = over && !latecomer_, .truncated = over && latecomer_};
  }

  bool is_present(int agent) const override {
    if (latecomer_ && agent == kHands - 1) return steps_ == kSteps;
    return steps_ < hands_[static_cast<std::size_t>(agent)].strength;
  }

  void observe(int agent, Observation& observation) const override {
    const Hand& hand = hands_[static_cast<std::size_t>(agent)];
    const float left = static_cast<float>(hand.strength - steps_) / kSteps;
    observation.add(0, agent, {hand.skill, left, hand.signal == 0 ? -1.0F : 1.0F});
    for (int other = 0; other < kHands; ++other) {
      if (other != agent && is_present(other)) observation.add(1, other, {});
    }
  }

  void draw(Scene& /*scene*/) const override {}

 private:
  struct Hand {
    float skill = 0;
    int strength = 0;  // Steps from the beginning.
    int signal = 0;
  };

  void signal() {
    for (Hand& hand : hands_) hand.signal = static_cast<int>(rng_.integers(0, 2));
  }

  EnvironmentSpec spec_;
  bool latecomer_;
  Rng rng_;
  std::array<Hand, kHands> hands_{};
  int steps_ = 0;
};

/// Of which the last hand comes late.
class LateCrew : public Crew {
 public:
  LateCrew() : Crew(true) {}
};

}  // namespace saccade::testing
