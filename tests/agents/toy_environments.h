// Small environments that are quickly learned and use every part of the contract.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"

namespace saccade::testing {

/// Walk to the target among 0 to 6 decoys.  The reward is the progress made; reaching the target
/// terminates, 20 steps truncate.  Moves out of the arena are forbidden by a mask.
class Seek : public Environment {
 public:
  Seek() {
    spec_.id = "seek";
    spec_.kinds[0].observation.types = {
        {"self", {"x", "y"}, 1}, {"target", {"dx", "dy"}, 1}, {"decoy", {"dx", "dy"}}};
    spec_.kinds[0].action.heads = {CategoricalHead{"move", {"left", "right", "down", "up"}, true}};
    spec_.max_steps = 20;
    spec_.outcomes = {"reached", "timeout"};
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    const auto place = [&rng] {
      return Vec2{static_cast<float>(rng.uniform(-1, 1)), static_cast<float>(rng.uniform(-1, 1))};
    };
    self_ = place();
    target_ = place();
    decoys_.clear();
    for (auto count = rng.integers(0, 7); count > 0; --count) decoys_.push_back(place());
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    constexpr std::array<Vec2, 4> kMoves = {{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
    const Vec2 move = kMoves.at(static_cast<std::size_t>(actions[0]));
    const float before = distance();
    self_ = {self_.x + kStep * move.x, self_.y + kStep * move.y};
    rewards[0] = before - distance();
    const bool reached = distance() < kStep;
    const bool late = ++steps_ == spec_.max_steps;
    return {reached, late, reached ? 0 : (late ? 1 : -1)};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {self_.x, self_.y});
    observation.add(1, 1, {target_.x - self_.x, target_.y - self_.y});
    EntityId id = 2;
    for (const Vec2& decoy : decoys_) {
      observation.add(2, id++, {decoy.x - self_.x, decoy.y - self_.y});
    }
    const std::array<std::uint8_t, 4> allowed = {self_.x > -1, self_.x<1, self_.y> - 1,
                                                 self_.y < 1};
    observation.set_mask(0, allowed);
  }

  void draw(Scene& scene) const override { scene.add(Circle{self_, kStep}, {255, 255, 255}, 0); }

 private:
  static constexpr float kStep = 0.2F;
  float distance() const { return std::hypot(target_.x - self_.x, target_.y - self_.y); }

  EnvironmentSpec spec_;
  Vec2 self_, target_;
  std::vector<Vec2> decoys_;
  int steps_ = 0;
};

/// Two agents; each picks the most valuable of 0 to 5 allowed cards and aims at a number it is
/// shown. Reward: the card's value minus the squared error of the aim.  Episodes end after 5 to 12
/// steps, some by truncation.
class Cards : public Environment {
 public:
  Cards() {
    spec_.id = "cards";
    spec_.kinds[0].observation.types = {
        {"self", {"goal"}, 1}, {"joker", {"value"}}, {"card", {"value", "one"}}};
    spec_.kinds[0].action.heads = {SelectEntityHead{"pick", {2, 1}, true},
                                   ContinuousHead{"aim", {"a"}, {-1}, {1}}};
    spec_.kinds[0].agents = 2;
    spec_.max_steps = 12;
    spec_.reward_low = -4;
    spec_.counts = {"steps"};
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    left_ = static_cast<int>(rng_.integers(5, 13));
    steps_ = 0;
    truncates_ = rng_.uniform() < 0.5;
    deal();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (std::size_t agent = 0; agent < 2; ++agent) {
      const auto pick = static_cast<int>(actions[2 * agent]);
      const float error = actions[2 * agent + 1] - goals_[agent];
      rewards[agent] =
          (pick < 0 ? 0 : hands_[agent].at(static_cast<std::size_t>(pick))) - error * error;
    }
    deal();
    ++steps_;
    const bool over = --left_ == 0;
    return {over && !truncates_, over && truncates_, -1};
  }

  // The first card of a hand is in `pick`'s order the first candidate; jokers come last.
  void observe(int agent, Observation& observation) const override {
    const auto a = static_cast<std::size_t>(agent);
    const std::vector<float>& hand = hands_[a];
    observation.add(0, 0, {goals_[a]});
    std::vector<std::uint8_t> allowed;
    for (std::size_t i = 0; i < hand.size(); ++i) {
      const bool joker = i + jokers_[a] >= hand.size();
      const auto id = static_cast<EntityId>(i + 1);
      if (joker) {
        observation.add(1, id, {hand[i]});
      } else {
        observation.add(2, id, {hand[i], 1});
      }
      allowed.push_back(i == 1 && hand.size() > 1 ? 0 : 1);
    }
    observation.set_mask(0, allowed);
  }

  void draw(Scene& /*scene*/) const override {}
  void counts(std::span<float> values) const override { values[0] = static_cast<float>(steps_); }

 private:
  void deal() {
    for (std::size_t agent = 0; agent < 2; ++agent) {
      goals_[agent] = static_cast<float>(rng_.uniform(-0.8, 0.8));
      hands_[agent].resize(static_cast<std::size_t>(rng_.integers(0, 6)));
      for (float& value : hands_[agent]) value = static_cast<float>(rng_.uniform());
      jokers_[agent] = std::min<std::size_t>(hands_[agent].size(), 2);
    }
  }

  EnvironmentSpec spec_;
  Rng rng_;
  std::array<float, 2> goals_{};
  std::array<std::vector<float>, 2> hands_;
  std::array<std::size_t, 2> jokers_{};
  int left_ = 0;
  int steps_ = 0;
  bool truncates_ = false;
};

/// Point at the beacon: at each of 8 steps it stands in one of four directions, and rays, a picture
/// or both show where.  Reward 1 for the right direction.  There is no entity but the agent.
class Lookout : public Environment {
 public:
  Lookout() {
    spec_.id = "lookout";
    spec_.kinds[0].observation.types = {{"self", {"step"}, 1}};
    spec_.kinds[0].observation.rays = {
        {.name = "rays", .count = 4, .range = 2, .hits = {"beacon"}, .optional = true}};
    spec_.kinds[0].observation.images = {
        {.name = "picture", .height = 4, .width = 4, .channels = {"light"}, .optional = true}};
    spec_.kinds[0].action.heads = {CategoricalHead{"point", {"right", "up", "left", "down"}}};
    spec_.max_steps = 8;
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    move_beacon();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    rewards[0] = static_cast<int>(actions[0]) == beacon_ ? 1.0F : 0.0F;
    move_beacon();
    return {.truncated = ++steps_ == spec_.max_steps};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {static_cast<float>(steps_) / 8}, {0, 0}, {0, 0});
    if (shown_ != Shown::kPicture) add_rays(observation);
    if (shown_ != Shown::kRays) add_picture(observation);
  }

  void draw(Scene& /*scene*/) const override {}

 private:
  enum class Shown { kRays, kPicture, kBoth };

  void move_beacon() {
    beacon_ = static_cast<int>(rng_.integers(0, 4));
    distance_ = static_cast<float>(rng_.uniform(0.5, 1.9));
    shown_ = static_cast<Shown>(rng_.integers(0, 3));
  }
  void add_rays(Observation& observation) const {
    std::array<float, 4> distances = {2, 2, 2, 2};
    std::array<int, 4> hits = {-1, -1, -1, -1};
    distances.at(static_cast<std::size_t>(beacon_)) = distance_;
    hits.at(static_cast<std::size_t>(beacon_)) = 0;
    observation.set_rays(0, {0, 0}, 0, distances, hits);
  }
  // A bright pixel within each quadrant stands for a direction.
  void add_picture(Observation& observation) const {
    constexpr std::array<std::size_t, 4> kPixels = {7, 1, 8, 14};
    std::array<float, 16> pixels{};
    pixels.at(kPixels.at(static_cast<std::size_t>(beacon_))) = 1;
    observation.set_image(0, {0, 0}, pixels);
  }

  EnvironmentSpec spec_;
  Rng rng_;
  int beacon_ = 0;
  float distance_ = 1;
  Shown shown_ = Shown::kBoth;
  int steps_ = 0;
};

template <class E>
EnvironmentFactory factory_of() {
  return [] { return std::make_unique<E>(); };
}

}  // namespace saccade::testing
