// A plug-in as a stranger would write it: fruit and stones fall, a basket catches what lands on it.
// It is built with the headers of envs/core alone.
#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "envs/core/plugin.h"
#include "envs/core/random.h"

namespace {

using saccade::EntityId;
using saccade::Vec2;

constexpr float kWidth = 10;
constexpr float kHeight = 12;
constexpr float kReach = 0.8F;  // Half of the basket's width.
constexpr int kMaxSteps = 120;
constexpr EntityId kBasket = 0;

enum Type { kSelf, kFruit, kStone };

struct Thing {
  EntityId id;
  Type type;
  Vec2 place;
  float speed;
};

saccade::EnvironmentSpec make_spec() {
  const std::vector<std::string> falling = {"x", "height", "speed"};
  return {
      .id = "catch",
      .kinds = {{.observation = {.types = {{.name = "self", .features = {"x"}, .fixed_count = 1},
                                           {.name = "fruit", .features = falling},
                                           {.name = "stone", .features = falling}}},
                 .action = {.heads = {saccade::CategoricalHead{.name = "move",
                                                               .labels = {"left", "stay", "right"},
                                                               .masked = true}}}}},
      .max_steps = kMaxSteps,
      .steps_per_second = 10,
      .reward_low = -4,
      .reward_high = 4,
      .outcomes = {"timeout"},
      .counts = {"caught", "hit"},
      .has_edits = true};
}

class Catch final : public saccade::Environment {
 public:
  explicit Catch(int things) : things_wanted_(things) {}

  const saccade::EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    basket_ = kWidth / 2;
    steps_ = 0;
    caught_ = hit_ = 0;
    next_id_ = kBasket + 1;
    things_.clear();
    for (int i = 0; i < things_wanted_; ++i) things_.push_back(new_thing(rng_.uniform()));
  }

  saccade::StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    basket_ = std::clamp(basket_ + 0.6F * (actions[0] - 1), 0.0F, kWidth);
    float reward = 0;
    for (Thing& thing : things_) {
      thing.place.y -= thing.speed;
      if (thing.place.y > 0) continue;
      if (std::abs(thing.place.x - basket_) < kReach) reward += land(thing);
      thing = new_thing(1);
    }
    rewards[0] = std::clamp(reward, spec_.reward_low, spec_.reward_high);
    const bool over = ++steps_ == kMaxSteps;
    return {.truncated = over, .outcome = over ? 0 : -1};
  }

  void observe(int /*agent*/, saccade::Observation& observation) const override {
    observation.add(kSelf, kBasket, {basket_ / kWidth}, {basket_, 0});
    for (const Thing& thing : things_) {
      observation.add(thing.type, thing.id,
                      {(thing.place.x - basket_) / kWidth, thing.place.y / kHeight, thing.speed},
                      thing.place);
    }
    const std::uint8_t left = basket_ > 0 ? 1 : 0;
    const std::uint8_t right = basket_ < kWidth ? 1 : 0;
    const std::uint8_t allowed[] = {left, 1, right};
    observation.set_mask(0, allowed);
  }

  void draw(saccade::Scene& scene) const override {
    scene.min = {-1, -1};
    scene.max = {kWidth + 1, kHeight + 1};
    for (const Thing& thing : things_) {
      const saccade::Color color =
          thing.type == kFruit ? saccade::Color{0, 158, 115} : saccade::Color{150, 150, 150};
      scene.add(saccade::Circle{thing.place, 0.3F}, color, thing.id);
    }
    const float left = basket_ - kReach;
    const float right = basket_ + kReach;
    scene.add(saccade::Polygon{{{left, -0.5F}, {right, -0.5F}, {right, 0}, {left, 0}}},
              {86, 180, 233}, kBasket);
  }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(caught_);
    values[1] = static_cast<float>(hit_);
  }

  /// Moves all, the basket along the ground; adds and removes what falls.  A place outside of the
  /// picture becomes the nearest one in it.
  EntityId edit(const saccade::StateEdit& edit) override {
    using Kind = saccade::StateEdit::Kind;
    const Vec2 place{std::clamp(edit.place.x, 0.0F, kWidth),
                     std::clamp(edit.place.y, 0.1F, kHeight)};
    if (edit.kind == Kind::kAdd) return add(edit, place);
    if (edit.id == kBasket && edit.kind == Kind::kMove) {
      basket_ = place.x;
      return kBasket;
    }
    const auto thing = std::find_if(things_.begin(), things_.end(),
                                    [&edit](const Thing& t) { return t.id == edit.id; });
    if (thing == things_.end()) saccade::refuse_edit(edit, "nothing that falls", "what falls");
    if (edit.kind == Kind::kMove) thing->place = place;
    if (edit.kind == Kind::kRemove) things_.erase(thing);
    return edit.id;
  }

 private:
  EntityId add(const saccade::StateEdit& edit, Vec2 place) {
    if (edit.type != "fruit" && edit.type != "stone") {
      saccade::refuse_edit(edit, "a type of which none can be added", "fruit or stone");
    }
    things_.push_back({next_id_++, edit.type == "fruit" ? kFruit : kStone, place, 0.3F});
    return things_.back().id;
  }

  Thing new_thing(double height) {
    const Type type = rng_.uniform() < 0.6 ? kFruit : kStone;
    const auto x = static_cast<float>(rng_.uniform(0, kWidth));
    const auto speed = static_cast<float>(rng_.uniform(0.2, 0.5));
    return {next_id_++, type, {x, static_cast<float>(height) * kHeight}, speed};
  }

  float land(const Thing& thing) {
    ++(thing.type == kFruit ? caught_ : hit_);
    return thing.type == kFruit ? 1.0F : -1.0F;
  }

  saccade::EnvironmentSpec spec_ = make_spec();
  int things_wanted_;
  saccade::Rng rng_;
  float basket_ = 0;
  int steps_ = 0;
  int caught_ = 0;
  int hit_ = 0;
  EntityId next_id_ = 0;
  std::vector<Thing> things_;
};

void add_environments(saccade::Registry& registry) {
  registry.add(
      {.id = "catch",
       .summary = "Catch falling fruit with a basket, and let stones pass.",
       .options = {{.name = "things",
                    .default_value = 6,
                    .help = "Things in the air at once.",
                    .min = 1,
                    .max = 50}},
       .make = [](const saccade::Options& options) -> std::unique_ptr<saccade::Environment> {
         return std::make_unique<Catch>(options.get<int>("things"));
       }});
}

}  // namespace

SACCADE_PLUGIN(add_environments)
