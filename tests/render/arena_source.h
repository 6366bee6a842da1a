// A made-up world for the tests of the viewer: an agent, food, poison and crates on the move, four
// heads of attention, a choice of five actions and a steering wheel.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

#include "render/frame/frame.h"

namespace saccade::render {

struct ArenaOptions {
  int entities = 12;  ///< Besides the agent.
  int heads = 4;
  int blocks = 1;
  int steps = 20;  ///< Length of an episode.
  int agents = 1;
  double steps_per_second = 10;
  bool attends = true;
  int memory = 0;        ///< Steps that the agent remembers, with four heads; 0: none.
  bool sensors = false;  ///< A lidar of twelve rays and a picture of 2 x 2 patches.
};

class ArenaSource : public FrameSource {
 public:
  explicit ArenaSource(const ArenaOptions& options = {}) : options_(options) {}

  const Frame& reset(std::uint64_t seed) override {
    frame_ = Frame{};
    frame_.environment = "arena";
    for (const char* name : {"self", "food", "poison", "crate"}) {
      frame_.mind().token_types.push_back({.name = name, .features = {"x", "smell"}});
    }
    if (options_.sensors) {
      frame_.mind().token_types.insert(frame_.mind().token_types.end(),
                                       {{.name = "lidar"}, {.name = "view", .side = kPatch}});
    }
    frame_.has_value = true;
    frame_.seed = seed;
    frame_.counts = {{"food_eaten", 0.0F}, {"poison_eaten", 0.0F}, {"crates_shoved", 0.0F}};
    describe();
    copy_agents();
    return frame_;
  }

  const Frame& advance() override {
    if (frame_.done) return frame_;
    ++frame_.step;
    frame_.reward = frame_.step % 4 == 0 ? 1.0F : -0.01F;
    frame_.return_so_far += static_cast<double>(frame_.reward);
    frame_.mind().reward = frame_.reward;
    frame_.mind().return_so_far = frame_.return_so_far;
    frame_.counts[0].second += frame_.step % 4 == 0 ? 1.0F : 0.0F;
    frame_.done = frame_.step >= options_.steps;
    frame_.outcome = frame_.done ? "success" : "";
    describe();
    decide();
    copy_agents();
    return frame_;
  }

  double steps_per_second() const override { return options_.steps_per_second; }

 private:
  static constexpr float kSize = 20;
  static constexpr float kPatch = 5;  // Side of a patch.

  Vec2 place(int entity) const { return place(entity, frame_.step); }

  Vec2 place(int entity, int step) const {
    const float turn = 2.4F * static_cast<float>(entity) + static_cast<float>(frame_.seed % 7);
    const float time = 0.05F * static_cast<float>(step);
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
    frame_.mind().value = 4 - 0.2F * static_cast<float>(frame_.step);
    see();
    if (options_.attends) attend();
    if (options_.memory > 0) remember();
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

  // All agents see and think the same.
  void copy_agents() {
    frame_.mind().of = options_.agents;
    frame_.mind().id = 0;
    frame_.agents.resize(static_cast<std::size_t>(options_.agents));
    for (std::size_t i = 1; i < frame_.agents.size(); ++i) {
      frame_.agents[i] = frame_.agents[0];
      frame_.agents[i].number = static_cast<int>(i);
    }
  }

  void see() {
    SeenEntities& seen = frame_.mind().seen;
    seen = {};
    for (int i = 0; i <= options_.entities; ++i) {
      seen.ids.push_back(i);
      seen.types.push_back(type(i));
      seen.features.insert(seen.features.end(), {place(i).x, 0.1F * static_cast<float>(i)});
      seen.inputs.insert(seen.inputs.end(), {0.5F, -0.5F});
    }
  }

  // Each head prefers another type, and what is near.
  void attend() {
    AttentionWeights& attention = frame_.mind().attention;
    attention = {};
    attention.blocks = options_.blocks;
    attention.heads = options_.heads;
    for (int i = 0; i <= options_.entities; ++i) add_token(i, type(i), place(i));
    if (options_.sensors) add_readings();
    for (int row = 0; row < options_.blocks * options_.heads; ++row) {
      const auto weights = weigh(liked(row));
      attention.weights.insert(attention.weights.end(), weights.begin(), weights.end());
    }
    for (int block = 0; block + 1 < options_.blocks; ++block) add_rows(block);
    attention.rows.resize(static_cast<std::size_t>(options_.blocks));
    attention.rollout = weigh(1);
  }

  int liked(int row) const {
    return (row + 1) % static_cast<int>(frame_.mind().token_types.size());
  }

  // In all blocks but the last everybody asks, and likes what the agent likes.
  void add_rows(int block) {
    AttentionWeights& attention = frame_.mind().attention;
    QueryWeights& rows = attention.rows.emplace_back();
    rows.queries.resize(attention.ids.size());
    std::iota(rows.queries.begin(), rows.queries.end(), 0);
    rows.keys = rows.queries;
    for (int head = 0; head < options_.heads; ++head) {
      for (const std::int32_t query : rows.queries) {
        const auto weights = weigh(liked(block * options_.heads + head),
                                   attention.positions[static_cast<std::size_t>(query)]);
        rows.weights.insert(rows.weights.end(), weights.begin(), weights.end());
      }
    }
  }

  // Each head likes what was some steps ago.
  void remember() {
    MemoryAttention& memory = frame_.mind().attention.memory;
    memory = {.heads = 4,
              .length = options_.memory,
              .entries = std::min(frame_.step, options_.memory) + 1};
    for (int head = 0; head < memory.heads; ++head) {
      std::vector<float> weights;
      for (int age = memory.entries - 1; age >= 0; --age) {
        const auto off = static_cast<float>(age - 3 * head);
        weights.push_back(std::exp(-off * off / 4));
      }
      const float sum = std::accumulate(weights.begin(), weights.end(), 0.0F);
      for (const float weight : weights) memory.weights.push_back(weight / sum);
    }
    frame_.mind().trail.clear();
    for (int age = memory.entries - 1; age >= 0; --age) {
      frame_.mind().trail.push_back(place(0, frame_.step - age));
    }
  }

  void add_token(EntityId id, int type, Vec2 position) {
    frame_.mind().attention.ids.push_back(id);
    frame_.mind().attention.types.push_back(type);
    frame_.mind().attention.positions.push_back(position);
  }

  void add_readings() {
    const Vec2 agent = place(0);
    for (int ray = 0; ray < 12; ++ray) {
      const float turn = std::numbers::pi_v<float> / 6 * static_cast<float>(ray);
      add_token(kNoEntity, 4, {agent.x + 4 * std::cos(turn), agent.y + 4 * std::sin(turn)});
    }
    for (const float y : {kPatch / 2, -kPatch / 2}) {
      for (const float x : {-kPatch / 2, kPatch / 2}) {
        add_token(kNoEntity, 5, {agent.x + x, agent.y + y});
      }
    }
  }

  // Weights that sum to one, the more for the liked type and for what is near.
  std::vector<float> weigh(int liked) const { return weigh(liked, place(0)); }
  std::vector<float> weigh(int liked, Vec2 from) const {
    const AttentionWeights& attention = frame_.mind().attention;
    std::vector<float> weights;
    float sum = 0;
    for (std::size_t i = 0; i < attention.ids.size(); ++i) {
      const float far =
          std::hypot(attention.positions[i].x - from.x, attention.positions[i].y - from.y);
      const float bonus = attention.types[i] == liked ? 1.7F : 0.0F;
      weights.push_back(std::exp(bonus - 0.35F * far - (i == 0 ? 1.5F : 0.0F)));
      sum += weights.back();
    }
    for (float& weight : weights) weight /= sum;
    return weights;
  }

  void decide() {
    const int chosen = frame_.step % 5;
    HeadDecision move;
    move.name = "move";
    move.labels = {"stay", "up", "down", "left", "right"};
    for (int i = 0; i < 5; ++i) move.probabilities.push_back(i == chosen ? 0.62F : 0.095F);
    move.chosen = chosen;
    const float swing = std::sin(0.3F * static_cast<float>(frame_.step));
    const HeadDecision steer{.name = "steer",
                             .labels = {"wheel", "main_engine"},
                             .probabilities = {},
                             .mean = {0.5F * swing, 0.4F},
                             .std = {0.2F, 0.1F},
                             .value = {0.5F * swing + 0.15F, 0.37F},
                             .low = {-1, 0},
                             .high = {1, 1}};
    frame_.mind().actions = {move, steer};
  }

  ArenaOptions options_;
  Frame frame_;
};

}  // namespace saccade::render
