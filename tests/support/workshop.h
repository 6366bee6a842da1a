// A world of two kinds of agents that see and do different things, and each earn by their own.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"

namespace saccade::testing {

/// Two porters lean towards what the ground demands (two numbers in [-1, 1]); the picker takes the
/// best of some cards.  An episode lasts 8 steps.
class Workshop : public Environment {
 public:
  /// With breaks, the second porter begins late, and the picker rests after each second step.
  /// A flawed one shows the picker a card without value.
  explicit Workshop(bool breaks = false, bool flawed = false) : breaks_(breaks), flawed_(flawed) {
    spec_ = {.id = "workshop",
             .kinds = {{.name = "porter",
                        .observation = {{{"self", {"slope_x", "slope_y"}, 1}}},
                        .action = {{ContinuousHead{"lean", {"x", "y"}, {-1, -1}, {1, 1}}}},
                        .agents = 2},
                       {.name = "picker",
                        .observation = {{{"self", {}, 1}, {"card", {"value"}}}},
                        .action = {{SelectEntityHead{"pick", {1}}}}}},
             .max_steps = 8,
             .reward_low = -3,
             .counts = {"steps"}};
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    deal();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (std::size_t porter = 0; porter < 2; ++porter) {
      const float error = std::abs(actions[2 * porter] - slopes_[2 * porter]) +
                          std::abs(actions[2 * porter + 1] - slopes_[2 * porter + 1]);
      rewards[porter] = is_present(static_cast<int>(porter)) ? std::max(1 - error, -3.0F) : 0;
    }
    const auto pick = static_cast<int>(actions[4]);
    rewards[2] = is_present(2) ? cards_.at(static_cast<std::size_t>(pick)) : 0;
    ++steps_;
    deal();
    return {.truncated = steps_ == spec_.max_steps};
  }

  bool is_present(int agent) const override {
    if (!breaks_ || agent == 0) return true;
    return agent == 1 ? steps_ >= 2 : steps_ % 3 != 2;
  }

  void observe(int agent, Observation& seen) const override {
    const auto place = 2 * static_cast<std::size_t>(agent);
    if (agent < 2) return seen.add(0, agent, {slopes_[place], slopes_[place + 1]});
    seen.add(0, agent, {});
    EntityId id = kFirstCard;
    for (const float value : cards_) seen.add(1, id++, {value});
    if (flawed_) seen.add(1, id, {std::numeric_limits<float>::quiet_NaN()});
  }

  void draw(Scene& scene) const override {
    for (int agent = 0; agent < 3; ++agent) {
      const Vec2 place{static_cast<float>(agent), 0};
      if (is_present(agent)) scene.add(Circle{place, 0.3F}, {255, 255, 255}, agent);
    }
  }

  void counts(std::span<float> values) const override { values[0] = static_cast<float>(steps_); }

 private:
  static constexpr EntityId kFirstCard = 10;

  void deal() {
    for (float& slope : slopes_) slope = static_cast<float>(rng_.uniform(-0.8, 0.8));
    cards_.resize(static_cast<std::size_t>(rng_.integers(2, 5)));
    for (float& value : cards_) value = static_cast<float>(rng_.uniform());
  }

  bool breaks_;
  bool flawed_;
  EnvironmentSpec spec_;
  Rng rng_;
  std::array<float, 4> slopes_{};
  std::vector<float> cards_;
  int steps_ = 0;
};

inline EnvironmentFactory workshop(bool breaks = false) {
  return [breaks] { return std::make_unique<Workshop>(breaks); };
}

inline void add_workshop(Registry& registry) {
  registry.add({.id = "workshop",
                .summary = "Porters lean, a picker picks.",
                .options = {},
                .make = [](const Options&) -> std::unique_ptr<Environment> {
                  return std::make_unique<Workshop>(true);
                }});
}

}  // namespace saccade::testing
