// A world whose decisions hang on one entity alone, and policies made by hand that read it, while
// their attention does what a test wants.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agents/explain/decisions.h"
#include "agents/explain/kept_rows.h"
#include "agents/policy/policy_set.h"
#include "envs/core/environment.h"
#include "envs/core/random.h"

namespace saccade::testing {

/// 21 things, one of which is marked: point where it lies (right, left, up, down; the longer of dx
/// and dy counts).  The other 20 look alike but for the mark.  All of them are drawn anew at each
/// of 12 steps; where they stand in the world has nothing to do with it.
class PlantedWorld : public Environment {
 public:
  static constexpr int kThings = 21;

  PlantedWorld() {
    spec_.id = "planted";
    spec_.kinds[0].observation.types = {{"self", {"one"}, 1},
                                        {"thing", {"mark", "dx", "dy", "noise"}}};
    spec_.kinds[0].action.heads = {CategoricalHead{"point", {"right", "left", "up", "down"}}};
    spec_.max_steps = 12;
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    draw_things();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    rewards[0] = static_cast<int>(actions[0]) == right_answer() ? 1.0F : 0.0F;
    draw_things();
    return {.truncated = ++steps_ == spec_.max_steps};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {1}, {0, 0});
    EntityId id = 1;
    for (const Thing& thing : things_) {
      observation.add(1, id++, {thing.mark, thing.dx, thing.dy, thing.noise}, thing.place);
    }
  }

  void draw(Scene& scene) const override {
    EntityId id = 1;
    for (const Thing& thing : things_) scene.add(Circle{thing.place, 0.05F}, {200, 60, 60}, id++);
  }

 private:
  struct Thing {
    float mark = 0, dx = 0, dy = 0, noise = 0;
    Vec2 place;
  };

  void draw_things() {
    const auto number = [this] { return static_cast<float>(rng_.uniform(-1, 1)); };
    for (Thing& thing : things_) {
      thing = {0, number(), number(), number(), {number(), number()}};
    }
    marked_ = static_cast<std::size_t>(rng_.integers(0, kThings));
    things_.at(marked_).mark = 1;
  }
  int right_answer() const {
    const Thing& thing = things_.at(marked_);
    if (std::abs(thing.dx) > std::abs(thing.dy)) return thing.dx > 0 ? 0 : 1;
    return thing.dy > 0 ? 2 : 3;
  }

  EnvironmentSpec spec_;
  Rng rng_;
  std::array<Thing, kThings> things_{};
  std::size_t marked_ = 0;
  int steps_ = 0;
};

/// What a planted policy attends to.  Whatever that is, it reads the marked thing and no other.
enum class PlantedAttention {
  kMarked,    ///< The marked thing, and nothing else.
  kConstant,  ///< Everything alike.
  kNoise,     ///< Things whose noise is high: nothing that has to do with the decision.
};

/// Sets elements of one tensor of a policy, after all of them are 0.
class TensorSetter {
 public:
  TensorSetter(TensorMap& tensors, const std::string& name)
      : tensor_(tensors.at(name)), values_(static_cast<std::size_t>(count())) {}
  TensorSetter(const TensorSetter&) = delete;
  TensorSetter& operator=(const TensorSetter&) = delete;
  ~TensorSetter() {
    tensor_.assign(std::span<const float>(values_), {tensor_.shape[0], tensor_.shape[1]});
  }

  float& at(int row, int column) {
    return values_[static_cast<std::size_t>(row * tensor_.shape[1] + column)];
  }

 private:
  std::int64_t count() const { return tensor_.shape[0] * tensor_.shape[1]; }
  Tensor& tensor_;
  std::vector<float> values_;
};

// Each number of a thing's vector is relu(features W + b): 0 to 3 hold dx, -dx, dy, -dy of the
// marked thing and are 0 of all others; 4 holds the mark, 5 and 8 the noise, 6 a constant.
inline void set_embedding(TensorMap& tensors) {
  TensorSetter weight(tensors, "policy.entity.thing.embed.weight");
  TensorSetter bias(tensors, "policy.entity.thing.embed.bias");
  TensorSetter self(tensors, "policy.entity.self.embed.bias");
  for (int i = 0; i < 4; ++i) {
    weight.at(0, i) = 5;
    weight.at(1 + i / 2, i) = i % 2 == 0 ? 1 : -1;
    bias.at(0, i) = -5;
  }
  weight.at(0, 4) = 3;
  weight.at(3, 5) = 1;
  weight.at(3, 8) = -1;
  bias.at(0, 5) = bias.at(0, 8) = 2;
  bias.at(0, 6) = self.at(0, 6) = 4;
}

inline void set_attention(TensorMap& tensors, PlantedAttention attention) {
  TensorSetter query(tensors, "policy.block0.attention.query.bias");
  TensorSetter key(tensors, "policy.block0.attention.key.weight");
  TensorSetter value(tensors, "policy.block0.attention.value.weight");
  TensorSetter output(tensors, "policy.block0.attention.output.weight");
  query.at(0, 0) = 1;
  if (attention == PlantedAttention::kMarked) key.at(4, 0) = 40;
  if (attention == PlantedAttention::kNoise) key.at(5, 0) = 0.5F, key.at(8, 0) = -0.5F;
  value.at(0, 0) = value.at(2, 1) = 1;
  value.at(1, 0) = value.at(3, 1) = -1;
  output.at(0, 0) = output.at(1, 1) = 1;
}

inline Policy planted_policy(PlantedAttention attention) {
  const EnvironmentSpec spec = PlantedWorld().spec();
  PolicyConfig config;
  config.encoder = {.width = 16, .heads = 1, .embedding = nn::EmbeddingKind::kMlp};
  config.normalise_observations = false;
  Policy policy(spec.kinds[0].observation, spec.kinds[0].action, config, 1);
  TensorMap tensors = policy.tensors();
  for (auto& [name, tensor] : tensors) {
    // Gains stay 1.
    if (!name.ends_with("gain")) TensorSetter(tensors, name);
  }
  set_embedding(tensors);
  set_attention(tensors, attention);
  {
    TensorSetter head(tensors, "policy.head.point.weight");
    TensorSetter value(tensors, "value.head.weight");
    const float gain = attention == PlantedAttention::kMarked ? 8.0F : 160.0F;
    for (int i = 0; i < 4; ++i) {
      head.at(i / 2, i) = i % 2 == 0 ? gain : -gain;
      head.at(7, i) = i % 2 == 0 ? -gain : gain;
    }
    value.at(0, 0) = 1;
  }
  policy.load(tensors);
  return policy;
}

inline PolicySet planted_policies(PlantedAttention attention) {
  PolicyConfig config = planted_policy(attention).config();
  PolicySet policies(PlantedWorld().spec().kinds, config, 1);
  policies.load(planted_policy(attention).tensors());
  return policies;
}

/// Every third decision of so many episodes.
inline std::vector<DecisionMoment> planted_moments(const PolicySet& policies, int episodes) {
  EpisodeRunner runner(std::make_unique<PlantedWorld>());
  TeamActor actor(policies, runner.spec());
  std::vector<DecisionMoment> moments;
  for (int k = 0; k < episodes; ++k) {
    play_decisions(actor, runner, 100 + static_cast<std::uint64_t>(k), [&](const auto& made) {
      if (made.step % 3 == 0) moments.push_back(made.moment());
    });
  }
  return moments;
}

/// [entities] 1 for the marked thing.
inline std::vector<std::uint8_t> marks_of(const DecisionMoment& moment) {
  const Observation::Rows& things = moment.seen.rows()[1];
  std::vector<std::uint8_t> marks;
  for (std::size_t i = 0; i < things.ids.size(); ++i) {
    marks.push_back(things.features[4 * i] > 0.5F ? 1 : 0);
  }
  return marks;
}

}  // namespace saccade::testing
