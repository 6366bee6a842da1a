// Worlds to be wrapped: choices among entities, careless masks, heads that are skipped, and what
// the critic alone sees.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/registry.h"

namespace saccade::testing {

/// Two pickers see six fruits, of which every second one may be picked, and three stones, which may
/// be looked at; an episode lasts 200 steps.  The critic sees the weather.
class Orchard final : public Environment {
 public:
  static constexpr int kFruits = 6;
  static constexpr EntityId kFirstFruit = 10, kFirstStone = 20, kWeather = 30;

  Orchard() {
    spec_.id = "orchard";
    spec_.kinds[0].observation.types = {{"self", {}, 1},
                                        {"fruit", {"number"}, kFruits},
                                        {"stone", {}, 3},
                                        {"weather", {}, 1, true}};
    spec_.kinds[0].action.heads = {CategoricalHead{"say", {"yes", "no"}, true},
                                   SelectEntityHead{"pick", {1}, true},
                                   SelectEntityHead{"look_at", {2, 1}}};
    spec_.kinds[0].agents = 2;
    spec_.max_steps = 200;
    spec_.counts = {"picked", "looked_at"};
  }

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    last_ = {actions[3 + 1], actions[3 + 2]};  // Of the second picker.
    std::fill(rewards.begin(), rewards.end(), 0.5F);
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int agent, Observation& seen) const override {
    seen.add(0, agent, {});
    std::vector<std::uint8_t> ripe;
    for (int i = 0; i < kFruits; ++i) {
      seen.add(1, kFirstFruit + i, {static_cast<float>(i)}, {static_cast<float>(i), 1});
      ripe.push_back(i % 2 == 0 ? 1 : 0);
    }
    for (int i = 0; i < 3; ++i) seen.add(2, kFirstStone + i, {});
    seen.add(3, kWeather, {});
    seen.set_mask(0, std::vector<std::uint8_t>{1, 0});
    seen.set_mask(1, ripe);
  }
  void draw(Scene& scene) const override {
    scene.add(Circle{{-1, 0}, 1}, {1, 2, 3, 200}, 0);
    for (int i = 0; i < kFruits; ++i) scene.add(Circle{{0, 0}, 1}, {1, 2, 3, 200}, kFirstFruit + i);
  }
  void counts(std::span<float> values) const override {
    values[0] = last_[0];
    values[1] = last_[1];
  }

 private:
  EnvironmentSpec spec_;
  int steps_ = 0;
  std::vector<float> last_ = {-1, -1};
};

inline EnvironmentFactory orchard() {
  return [] { return std::make_unique<Orchard>(); };
}

/// An orchard whose mask of `pick` has a wrong length from a step on.
class Careless final : public Environment {
 public:
  explicit Careless(int from) : from_(from) {}

  const EnvironmentSpec& spec() const override { return inner_.spec(); }
  void reset(std::uint64_t seed) override {
    inner_.reset(seed);
    steps_ = 0;
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    ++steps_;
    return inner_.step(actions, rewards);
  }
  void observe(int agent, Observation& seen) const override {
    inner_.observe(agent, seen);
    if (steps_ >= from_) seen.set_mask(1, std::vector<std::uint8_t>{1});
  }
  void draw(Scene& /*scene*/) const override {}
  void counts(std::span<float> values) const override { inner_.counts(values); }

 private:
  Orchard inner_;
  int from_;
  int steps_ = 0;
};

inline EnvironmentFactory careless(int from) {
  return [from] { return std::make_unique<Careless>(from); };
}

/// An optional head with a mask takes part in every second step.
class Choir final : public Environment {
 public:
  Choir() {
    spec_.id = "choir";
    spec_.kinds[0].observation.types = {{"self", {"pitch"}, 1}, {"singer", {"pitch"}, 2}};
    spec_.kinds[0].action.heads = {CategoricalHead{"stand", {"up", "down"}},
                                   CategoricalHead{"sing", {"high", "low"}, true, true}};
    spec_.max_steps = 20;
  }

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    rewards[0] = 0;
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int agent, Observation& seen) const override {
    seen.add(0, agent, {0.5F});
    for (EntityId singer = 1; singer < 3; ++singer) seen.add(1, singer, {0.25F});
    if (steps_ % 2 == 1) return seen.skip_head(1);
    seen.set_mask(1, std::vector<std::uint8_t>{1, 0});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
  int steps_ = 0;
};

/// The critic alone sees more than the agent itself.
class Secret final : public Environment {
 public:
  Secret() {
    spec_.id = "secret";
    spec_.max_steps = 5;
    spec_.kinds[0].observation.types = {{"self", {}, 1}, {"weather", {}, 1, true}};
    spec_.kinds[0].action.heads = {CategoricalHead{"say", {"yes", "no"}}};
  }

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override {}
  StepResult step(std::span<const float> /*a*/, std::span<float> /*r*/) override { return {}; }
  void observe(int agent, Observation& seen) const override {
    seen.add(0, agent, {});
    seen.add(1, 30, {});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
};

}  // namespace saccade::testing
