// An environment that uses every part of the contract, and breaks a promise of your choice.
#pragma once

#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"

namespace saccade::testing {

enum class Fault {
  kNone,
  // In the values that it hands back.
  kResetThrows,
  kStepThrows,
  kStepThrowsNumber,
  kObserveThrows,
  kNanReward,
  kForgottenReward,
  kExtraReward,
  kRewardBefore,
  kHugeReward,
  kNanFeature,
  kInfiniteFeature,
  kShortRow,
  kTwiceTheSameId,
  kNegativeId,
  kNoSelf,
  kTwoSelves,
  kLostFixedEntity,
  kNothingAllowed,
  kShortMask,
  kMaskOfUnmaskedHead,
  kUnknownOutcome,
  kEarlyOutcome,
  kNeverEnds,
  kNanCount,
  kForgottenCount,
  kExtraCount,
  kUnknownType,
  kUnknownHead,
  // Over the course of an episode.
  kChangesFeatures,
  kChangesAgents,
  kChangesLabels,
  kChangesRange,
  kChangesActions,
  kFickleReward,
  kFickleFeature,
  kFicklePosition,
  kFickleMask,
  kSurvivesReset,
  kIgnoresSeed,
  kDrawingHasEffect,
  kSelfChangesId,
  kInfinitePosition,
  kInfiniteVelocity,
  // In what its sensors read.
  kNoRays,
  kFewRays,
  kFewHits,
  kNanRay,
  kFarRay,
  kUnknownHit,
  kShortMiss,
  kNanHeading,
  kInfiniteOrigin,
  kShortPicture,
  kNanPixel,
  // In the picture.
  kDrawThrows,
  kStrangeIdInPicture,
  kNanInPicture,
  kEmptyView,
  kFickleColors,
};

/// Two agents among flowers that open and close; an episode lasts 12 steps.
class ToyMeadow : public Environment {
 public:
  static constexpr int kFaultyStep = 3;

  explicit ToyMeadow(Fault fault = Fault::kNone, const std::string& success = "success")
      : fault_(fault) {
    spec_ = {.id = "toy-meadow",
             .kinds = {{.observation =
                            {{{"self", {"x", "time"}, 1}, {"gate", {"x"}, 1}, {"flower", {"x"}}}},
                        .action = {{CategoricalHead{"move", {"left", "stay", "right"}, true},
                                    ContinuousHead{"wave", {"a", "b"}, {-1, 2}, {1, 5}},
                                    SelectEntityHead{"pick", {2}, true},
                                    SelectEntityHead{"look_at", {1, 2}}}},
                        .agents = 2}},
             .max_steps = 12,
             .outcomes = {success, "timeout"},
             .counts = {"steps"}};
    spec_.kinds[0].observation.rays = {
        {.name = "whiskers", .count = 3, .range = 2, .hits = {"hedge", "stone"}}};
    spec_.kinds[0].observation.images = {
        {.name = "picture", .height = 1, .width = 2, .channels = {"r", "g"}, .optional = true}};
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    if (fault_ == Fault::kResetThrows) throw std::runtime_error("no meadow");
    change_description();
    if (!is(Fault::kSurvivesReset)) rng_.seed(is(Fault::kIgnoresSeed) ? 0 : seed);
    steps_ = 0;
    for (float& x : x_) x = draw_number();
    grow();
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    ++steps_;
    if (now(Fault::kStepThrows)) throw std::runtime_error("bees");
    if (now(Fault::kStepThrowsNumber)) throw 7;
    for (std::size_t a = 0; a < 2; ++a) {
      x_[a] += 0.05F * (actions[a * 5] - 1);
      const float reward = 0.5F * draw_number();
      if (!now(Fault::kForgottenReward)) rewards[a] = reward;
    }
    if (now(Fault::kNanReward)) rewards[1] = std::numeric_limits<float>::quiet_NaN();
    if (now(Fault::kHugeReward)) rewards[1] = 1.5F;
    if (now(Fault::kExtraReward)) rewards.data()[2] = 0;
    if (now(Fault::kRewardBefore)) *(rewards.data() - 1) = 0;
    if (is(Fault::kFickleReward)) rewards[1] = 1e-3F * static_cast<float>(made());
    if (now(Fault::kChangesActions)) const_cast<float&>(actions[1]) += 1;
    grow();
    return result();
  }

  void observe(int agent, Observation& seen) const override {
    if (now(Fault::kObserveThrows)) throw std::runtime_error("fog");
    observe_self(agent, seen);
    if (!now(Fault::kLostFixedEntity)) seen.add(1, kGate, {feature()});
    observe_flowers(seen);
    if (!now(Fault::kNoRays)) feel(seen);
    if (steps_ % 2 == 1) look(seen);
    set_masks(seen);
  }

  void draw(Scene& scene) const override {
    if (is(Fault::kDrawThrows)) throw std::runtime_error("no paint");
    if (is(Fault::kDrawingHasEffect)) rng_();
    if (is(Fault::kEmptyView)) scene.max = scene.min;
    const float size = is(Fault::kNanInPicture) ? std::numeric_limits<float>::quiet_NaN() : 1;
    const EntityId id = is(Fault::kStrangeIdInPicture) ? 4711 : kGate;
    scene.add(Circle{{0, 0}, size}, Color{200, 200, 200}, id);
    scene.add(Line{{0, 0}, {1, 1}}, Color{static_cast<std::uint8_t>(paint()), 0, 0});
    scene.add(Polygon{{{0, 0}, {1, 0}, {0, 1}}}, Color{});
    scene.add(Text{{0, 0}, "meadow"}, Color{});
  }

  void counts(std::span<float> values) const override {
    if (is(Fault::kForgottenCount)) return;
    if (is(Fault::kExtraCount)) values.data()[1] = 0;
    values[0] =
        is(Fault::kNanCount) ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(steps_);
  }

 private:
  static constexpr EntityId kGate = 2;
  static constexpr EntityId kFirstFlower = 10;

  bool is(Fault fault) const { return fault_ == fault; }
  bool now(Fault fault) const { return is(fault) && steps_ == kFaultyStep; }
  float draw_number() { return static_cast<float>(rng_.uniform(-1, 1)); }
  /// How many were made before it, in this process: what an address or the time would be.
  int made() const { return number_; }
  int paint() const { return is(Fault::kFickleColors) ? ++pictures_ % 200 : 100; }

  // Only once its first episode has begun.
  void change_description() {
    if (resets_++ == 0) return;
    if (is(Fault::kChangesFeatures)) spec_.kinds[0].observation.types[2].features = {"x", "y", "z"};
    if (is(Fault::kChangesAgents)) spec_.kinds[0].agents = 1;
    if (is(Fault::kChangesLabels)) std::get<0>(spec_.kinds[0].action.heads[0]).labels[1] = "rest";
    if (is(Fault::kChangesRange)) spec_.kinds[0].observation.rays[0].range = 3;
  }

  void grow() {
    flowers_.resize(static_cast<std::size_t>(rng_.integers(0, 4)));
    for (float& x : flowers_) x = draw_number();
  }

  StepResult result() const {
    const bool over = steps_ == spec_.max_steps && !is(Fault::kNeverEnds);
    StepResult result{.truncated = over, .outcome = over ? 1 : -1};
    if (over && is(Fault::kUnknownOutcome)) result.outcome = 2;
    if (now(Fault::kEarlyOutcome)) result.outcome = 0;
    return result;
  }

  float feature() const {
    if (now(Fault::kNanFeature)) return std::numeric_limits<float>::quiet_NaN();
    if (now(Fault::kFickleFeature)) return static_cast<float>(made());
    return now(Fault::kInfiniteFeature) ? std::numeric_limits<float>::infinity() : 0.5F;
  }

  void observe_self(int agent, Observation& seen) const {
    if (now(Fault::kNoSelf)) return;
    EntityId id = now(Fault::kSelfChangesId) ? 6 + agent : agent;
    if (now(Fault::kNegativeId)) id = -5;
    const float x = x_[static_cast<std::size_t>(agent)];
    if (now(Fault::kShortRow)) seen.add(0, id, {x});
    if (now(Fault::kUnknownType)) seen.add(3, id, {x});
    const float inf = std::numeric_limits<float>::infinity();
    seen.add(0, id, {x, static_cast<float>(steps_) / 12},
             now(Fault::kInfinitePosition) ? Vec2{inf, 0} : Vec2{x, offset()},
             now(Fault::kInfiniteVelocity) ? Vec2{0, inf} : Vec2{0.5F, 0});
    if (now(Fault::kTwoSelves)) seen.add(0, 8, {0, 0});
  }

  float offset() const { return now(Fault::kFicklePosition) ? static_cast<float>(made()) : 0; }

  void observe_flowers(Observation& seen) const {
    EntityId id = kFirstFlower;
    for (const float x : flowers_) seen.add(2, id++, {x});
    if (now(Fault::kTwiceTheSameId)) seen.add(2, kGate, {0});
  }

  void feel(Observation& seen) const {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> distances = {0.5F, 1.5F + 0.5F * x_[0] / 3, 2};
    std::vector<int> hits = {0, 1, -1};
    if (now(Fault::kFewRays)) distances.pop_back();
    if (now(Fault::kFewHits)) hits.pop_back();
    if (now(Fault::kNanRay)) distances[0] = nan;
    if (now(Fault::kFarRay)) distances[0] = 2.5F;
    if (now(Fault::kUnknownHit)) hits[1] = 2;
    if (now(Fault::kShortMiss)) distances[2] = 1;
    const float inf = std::numeric_limits<float>::infinity();
    seen.set_rays(0, {now(Fault::kInfiniteOrigin) ? inf : 0, 0}, now(Fault::kNanHeading) ? nan : 1,
                  distances, hits);
  }

  void look(Observation& seen) const {
    std::vector<float> pixels = {x_[0], x_[1], 0, 1};
    if (now(Fault::kShortPicture)) pixels.pop_back();
    if (now(Fault::kNanPixel)) pixels[3] = std::numeric_limits<float>::quiet_NaN();
    seen.set_image(0, {1, 2}, pixels);
  }

  void set_masks(Observation& seen) const {
    std::vector<std::uint8_t> moves = {1, 0, 1};
    if (now(Fault::kNothingAllowed)) moves = {0, 0, 0};
    if (now(Fault::kShortMask)) moves = {1, 1};
    if (now(Fault::kFickleMask)) moves[1] = made() % 2 == 0 ? 1 : 0;
    seen.set_mask(0, moves);
    if (now(Fault::kUnknownHead)) seen.set_mask(4, moves);
    std::vector<std::uint8_t> pickable(static_cast<std::size_t>(seen.rows()[2].count()), 0);
    if (!pickable.empty()) pickable.back() = 1;
    seen.set_mask(2, pickable);
    if (now(Fault::kMaskOfUnmaskedHead)) seen.set_mask(3, moves);
  }

  static int next_number() {
    static std::atomic<int> made{0};
    return made++;
  }

  Fault fault_;
  int number_ = next_number();
  int resets_ = 0;
  EnvironmentSpec spec_;
  mutable Rng rng_;
  mutable int pictures_ = 0;
  std::array<float, 2> x_{};
  std::vector<float> flowers_;
  int steps_ = 0;
};

inline EnvironmentFactory meadow(Fault fault = Fault::kNone) {
  return [fault] { return std::make_unique<ToyMeadow>(fault); };
}

}  // namespace saccade::testing
