// The code of a new environment: see new_env_template.h.
#pragma once

namespace saccade {

inline constexpr const char* kNewEnvCode = R"TEXT(//@if many
// `@NAME@`: walkers on a plain pick up berries, each for itself.
//@else
// `@NAME@`: a walker on a plain picks up berries.
//@end
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "envs/core/plugin.h"
#include "envs/core/random.h"

namespace {

using saccade::Geometry;
using saccade::Vec2;

constexpr float kPlain = 5;  // The plain spans [-kPlain, kPlain] in both directions.
constexpr float kStride = 0.5F;
constexpr float kReach = 0.6F;  // At this distance a berry is picked up.
constexpr int kMaxSteps = 100;
//@if many
constexpr int kWalkers = @AGENTS@;  // Their ids are 0, 1, ...; those of berries follow.

enum Type { kSelf, kBerryType, kOther };
//@else
constexpr saccade::EntityId kWalker = 0;

enum Type { kSelf, kBerryType };
//@end

// What an agent sees.  Type 0 is the agent itself; the other types may have any number of entities.
// Optionally rays and images: see saccade::RayModality and ImageModality.  What belongs to no
// entity, such as the time left, is a feature of type 0.  `geometry` says which features are
// places, directions and angles in the plane: a policy can then see them from the agent
// (policy.frame).
saccade::ObservationSpace make_observation_space() {
  const std::vector<Geometry> offset = {{Geometry::kDirection, {"x", "y"}}};
  return {.types = {{.name = "self",
                     .features = {"x", "y"},
                     .fixed_count = 1,
                     .geometry = {{Geometry::kPosition, {"x", "y"}}}},
//@if many
                    {.name = "berry", .features = {"x", "y", "distance"}, .geometry = offset},
                    {.name = "other", .features = {"x", "y", "distance"}, .geometry = offset}}};
//@else
                    {.name = "berry", .features = {"x", "y", "distance"}, .geometry = offset}}};
//@end
}

// What an agent does.  Several heads make a hybrid action: they are chosen independently.
saccade::ActionSpace make_action_space() {
//@if walk
  return {.heads = {saccade::CategoricalHead{.name = "walk",
                                             .labels = {"right", "up", "left", "down"}}}};
//@end
//@if push
  return {.heads = {saccade::ContinuousHead{
              .name = "walk", .labels = {"x", "y"}, .low = {-1, -1}, .high = {1, 1}}}};
//@end
//@if pick
  // One of the berries that it sees, the i-th in the order of the observation.  `masked` means that
  // `observe` says which of them may be chosen.
  return {.heads = {saccade::SelectEntityHead{
              .name = "walk_to", .types = {kBerryType}, .masked = true}}};
//@end
}

saccade::EnvironmentSpec make_spec(int berries) {
  return {.id = "@NAME@",
//@if many
          // One kind of agents, which share a policy; another kind could see and do other things.
          .kinds = {{.observation = make_observation_space(),
                     .action = make_action_space(),
                     .agents = kWalkers}},
//@else
          // One kind of agents, of which there is one.
          .kinds = {{.observation = make_observation_space(), .action = make_action_space()}},
//@end
          .max_steps = kMaxSteps,
          .steps_per_second = 10,
          .reward_low = 0,
          .reward_high = static_cast<float>(berries),
          .outcomes = {"picked_all", "timeout"},
          .counts = {"berries"}};
}

// What else an environment may do, such as agents that come and go, is in
// docs/writing-environments.md of Saccade.
class @CLASS@ final : public saccade::Environment {
 public:
  explicit @CLASS@(int berries)
      : spec_(make_spec(berries)), berries_wanted_(berries) {}

  const saccade::EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
//@if many
    walkers_.clear();
    for (int i = 0; i < kWalkers; ++i) walkers_.push_back(random_place());
    berries_.clear();
    for (int i = 0; i < berries_wanted_; ++i) berries_.push_back({kWalkers + i, random_place()});
//@else
    walker_ = random_place();
    berries_.clear();
    for (int i = 0; i < berries_wanted_; ++i) berries_.push_back({i + 1, random_place()});
//@end
  }

//@if many
  // `actions` holds one agent's action after the other.
//@end
  saccade::StepResult step(std::span<const float> actions, std::span<float> rewards) override {
//@if many
    std::vector<Vec2> strides;  // All of what they saw, before anyone moves.
    for (int i = 0; i < kWalkers; ++i) {
      strides.push_back(stride(walkers_[i], spec_.action_of(i, actions)));
    }
    for (int i = 0; i < kWalkers; ++i) {
      walk(walkers_[i], strides[i]);
      rewards[i] = static_cast<float>(pick(berries_, walkers_[i]));
    }
//@else
    walk(walker_, stride(walker_, actions));
    rewards[0] = static_cast<float>(pick(berries_, walker_));
//@end
    ++steps_;
    if (berries_.empty()) return {.terminated = true, .outcome = 0};
    if (steps_ == kMaxSteps) return {.truncated = true, .outcome = 1};
    return {};
  }

//@if many
  void observe(int agent, saccade::Observation& observation) const override {
    const Vec2 me = walkers_[agent];
    // After the features come position and, if known, velocity, in world units (per second).
    observation.add(kSelf, agent, {me.x / kPlain, me.y / kPlain}, me);
    for (int i = 0; i < kWalkers; ++i) {
      if (i != agent) add_seen(observation, kOther, i, me, walkers_[i]);
    }
//@else
  void observe(int /*agent*/, saccade::Observation& observation) const override {
    const Vec2 me = walker_;
    // After the features come position and, if known, velocity, in world units (per second).
    observation.add(kSelf, kWalker, {me.x / kPlain, me.y / kPlain}, me);
//@end
    for (const Berry& berry : berries_) {
      add_seen(observation, kBerryType, berry.id, me, berry.place);
    }
//@if pick
    // All berries may be chosen; 0 would forbid one.  At least one must be allowed.
    observation.set_mask(0, std::vector<std::uint8_t>(berries_.size(), 1));
//@end
  }

  // A shape carries the id of the entity that it shows: there the viewer draws attention.
  void draw(saccade::Scene& scene) const override {
    scene.min = {-kPlain - 1, -kPlain - 1};
    scene.max = {kPlain + 1, kPlain + 1};
    for (const Berry& berry : berries_) {
      scene.add(saccade::Circle{berry.place, 0.25F}, {0, 158, 115}, berry.id);
    }
//@if many
    for (int i = 0; i < kWalkers; ++i) {
      scene.add(saccade::Circle{walkers_[i], 0.4F}, {86, 180, 233}, i);
    }
//@else
    scene.add(saccade::Circle{walker_, 0.4F}, {86, 180, 233}, kWalker);
//@end
  }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(berries_wanted_) - static_cast<float>(berries_.size());
  }

 private:
  struct Berry {
    saccade::EntityId id;
    Vec2 place;
  };

  static void add_seen(saccade::Observation& observation, Type type, saccade::EntityId id, Vec2 me,
                       Vec2 place) {
    const float dx = (place.x - me.x) / kPlain;
    const float dy = (place.y - me.y) / kPlain;
    observation.add(type, id, {dx, dy, std::hypot(dx, dy)}, place, {0, 0});
  }

  // All randomness comes from the seed that is given to reset, and from this generator: it draws
  // the same numbers everywhere (rng_.normal() for noise).
  Vec2 random_place() {
    return {static_cast<float>(rng_.uniform(-kPlain, kPlain)),
            static_cast<float>(rng_.uniform(-kPlain, kPlain))};
  }

//@if walk
  static Vec2 stride(Vec2 /*me*/, std::span<const float> action) {
    constexpr Vec2 kSteps[] = {{kStride, 0}, {0, kStride}, {-kStride, 0}, {0, -kStride}};
    return kSteps[static_cast<int>(action[0])];
  }
//@end
//@if push
  static Vec2 stride(Vec2 /*me*/, std::span<const float> action) {
    return {kStride * action[0], kStride * action[1]};
  }
//@end
//@if pick
  // Towards the berry that was chosen.
  Vec2 stride(Vec2 me, std::span<const float> action) const {
    const Vec2 to = berries_[static_cast<std::size_t>(action[0])].place;
    const float length = std::max(std::hypot(to.x - me.x, to.y - me.y), kStride);
    return {kStride * (to.x - me.x) / length, kStride * (to.y - me.y) / length};
  }
//@end

  static void walk(Vec2& walker, Vec2 by) {
    walker.x = std::clamp(walker.x + by.x, -kPlain, kPlain);
    walker.y = std::clamp(walker.y + by.y, -kPlain, kPlain);
  }

  // Returns how many berries it picks up where it is.
  static std::size_t pick(std::vector<Berry>& berries, Vec2 walker) {
    return std::erase_if(berries, [walker](const Berry& berry) {
      return std::hypot(berry.place.x - walker.x, berry.place.y - walker.y) < kReach;
    });
  }

  saccade::EnvironmentSpec spec_;
  int berries_wanted_;
  saccade::Rng rng_;
//@if many
  std::vector<Vec2> walkers_;
//@else
  Vec2 walker_;
//@end
  int steps_ = 0;
  std::vector<Berry> berries_;
};

void add_environments(saccade::Registry& registry) {
  registry.add(
      {.id = "@NAME@",
//@if many
       .summary = "Walkers on a plain pick up berries.",
//@else
       .summary = "A walker on a plain picks up berries.",
//@end
       .options = {{.name = "berries",
                    .default_value = 5,
                    .help = "Number of berries at the start.",
                    .min = 1,
                    .max = 100}},
       .make = [](const saccade::Options& options) -> std::unique_ptr<saccade::Environment> {
         return std::make_unique<@CLASS@>(options.get<int>("berries"));
       },
       // What `saccade envs @NAME@` says.
       .manual = {.task = "Berries lie on a plain. They are to be picked up.",
                  .features = {{"self.x", "Place, in units of 5."},
                               {"self.y", "Place, in units of 5."},
                               {"x", "Offset from the agent, in units of 5."},
                               {"y", "Offset from the agent, in units of 5."},
                               {"distance", "Distance from the agent, in units of 5."}},
                  .reward = "+1 for each berry picked up.",
                  .ends = "`picked_all` with the last berry; `timeout` after 100 steps."}});
}

}  // namespace

SACCADE_PLUGIN(add_environments)
)TEXT";

}  // namespace saccade
