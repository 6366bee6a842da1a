// A made-up world for the tests of the viewer: an agent, food, poison and crates on the move, four
// heads of attention, a choice of five actions and a steering wheel.
#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "render/frame.h"

namespace saccade::render {

struct ArenaOptions {
  int entities = 12;  ///< Besides the agent.
  int heads = 4;
  int blocks = 1;
  int steps = 20;  ///< Length of an episode.
  double steps_per_second = 10;
  bool attends = true;
};

class ArenaSource : public FrameSource {
 public:
  explicit ArenaSource(const ArenaOptions& options = {}) : options_(options) {}

  const Frame& reset(std::uint64_t seed) override {
    frame_ = Frame{};
    frame_.environment = "arena";
    frame_.entity_types = {"self", "food", "poison", "crate"};
    frame_.has_value = true;
    frame_.seed = seed;
    frame_.counts = {{"food_eaten", 0.0F}, {"poison_eaten", 0.0F}, {"crates_shoved", 0.0F}};
    describe();
    return frame_;
  }

  const Frame& advance() override {
    if (frame_.done) return frame_;
    ++frame_.step;
    frame_.reward = frame_.step % 4 == 0 ? 1.0F : -0.01F;
    frame_.return_so_far += static_cast<double>(frame_.reward);
    frame_.counts[0].second += frame_.step % 4 == 0 ? 1.0F : 0.0F;
    frame_.done = frame_.step >= options_.steps;
    frame_.outcome = frame_.done ? "success" : "";
    describe();
    decide();
    return frame_;
  }

  double steps_per_second() const override { return options_.steps_per_second; }

 private:
  static constexpr float kSize = 20;

  Vec2 place(int entity) const {
    const float turn = 2.4F * static_cast<float>(entity) + static_cast<float>(frame_.seed % 7);
    const float time = 0.05F * static_cast<float>(frame_.step);
    if (entity == 0) return {10 + 2 * std::cos(time), 10 + 2 * std::sin(time)};
    const float share = static_cast<float>(entity) / static_cast<float>(options_.entities);
    const float reach = 2.5F + 6.3F * std::sqrt(share);
    return {10 + reach * std::cos(turn + 0.2F * time), 10 + reach * std::sin(turn + 0.2F * time)};
  }

  int type(int entity) const { return entity == 0 ? 0 : 1 + entity % 3; }

  void describe() {
    frame_.scene.clear();
    frame_.scene.max = {kSize, kSize};
    for (float x = 2; x < kSize; x += 2) {
      frame_.scene.add(Line{{x, 0}, {x, kSize}, 0.02F}, {34, 37, 44});
      frame_.scene.add(Line{{0, x}, {kSize, x}, 0.02F}, {34, 37, 44});
    }
    for (int i = options_.entities; i >= 0; --i) add_entity(i);
    frame_.value = 4 - 0.2F * static_cast<float>(frame_.step);
    if (options_.attends) attend();
  }

  void add_entity(int i) {
    const Vec2 p = place(i);
    const auto square = [&](float half) {
      return Polygon{{{p.x - half, p.y - half},
                      {p.x + half, p.y - half},
                      {p.x + half, p.y + half},
                      {p.x - half, p.y + half}}};
    };
    if (type(i) == 0) {
      frame_.scene.add(Circle{p, 0.5F}, {235, 236, 240}, i);
      frame_.scene.add(Circle{{p.x + 0.22F, p.y + 0.1F}, 0.16F}, {30, 32, 38}, i);
    } else if (type(i) == 1) {
      frame_.scene.add(Circle{p, 0.32F}, {0, 158, 115}, i).outline = {20, 60, 45};
    } else if (type(i) == 2) {
      SceneShape& shape = frame_.scene.add(square(0.3F), {170, 90, 150}, i);
      shape.outline = {90, 40, 80};
      shape.outline_width = 0.08F;
    } else {
      SceneShape& shape = frame_.scene.add(square(0.6F), {138, 106, 70}, i);
      shape.outline = {92, 70, 46};
      shape.outline_width = 0.1F;
    }
  }

  // Each head prefers another type, and what is near.
  void attend() {
    const int n = options_.entities + 1;
    AttentionView& view = frame_.attention;
    view = {
        .blocks = options_.blocks, .heads = options_.heads, .ids = {}, .types = {}, .weights = {}};
    for (int i = 0; i < n; ++i) {
      view.ids.push_back(i);
      view.types.push_back(type(i));
    }
    const Vec2 agent = place(0);
    for (int row = 0; row < options_.blocks * options_.heads; ++row) {
      std::vector<float> scores;
      float sum = 0;
      for (int i = 0; i < n; ++i) {
        const Vec2 p = place(i);
        const float far = std::hypot(p.x - agent.x, p.y - agent.y);
        const float liked = type(i) == (row + 1) % 4 ? 1.7F : 0.0F;
        scores.push_back(std::exp(liked - 0.35F * far - (i == 0 ? 1.5F : 0.0F)));
        sum += scores.back();
      }
      for (const float score : scores) view.weights.push_back(score / sum);
    }
  }

  void decide() {
    const int chosen = frame_.step % 5;
    ActionView move{.name = "move", .labels = {"stay", "up", "down", "left", "right"}};
    for (int i = 0; i < 5; ++i) move.probabilities.push_back(i == chosen ? 0.62F : 0.095F);
    move.chosen = chosen;
    const float swing = std::sin(0.3F * static_cast<float>(frame_.step));
    const ActionView steer{.name = "steer",
                           .labels = {"wheel", "main_engine"},
                           .probabilities = {},
                           .mean = {0.5F * swing, 0.4F},
                           .std = {0.2F, 0.1F},
                           .value = {0.5F * swing + 0.15F, 0.37F},
                           .low = {-1, 0},
                           .high = {1, 1}};
    frame_.actions = {move, steer};
  }

  ArenaOptions options_;
  Frame frame_;
};

}  // namespace saccade::render
