// `forage`: gather food, avoid poison and hunters, mind what crates hide.
//
// Decisions are made 10 times a second, Box2D runs at 40 Hz, and an episode lasts 30 s.
#include <array>
#include <cmath>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/forage/forage_edits.h"
#include "envs/forage/forage_manual.h"
#include "envs/forage/forage_scene.h"
#include "envs/forage/forage_senses.h"
#include "envs/forage/forage_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kFood, kPoison, kHunter, kCrate };

constexpr float kViewScale = 10;  // m: positions are given in units of this.
constexpr float kFoodReward = 1;
constexpr float kPoisonReward = -1;
constexpr float kContactReward = -3;

std::vector<std::string> relative_features(std::initializer_list<const char*> more) {
  std::vector<std::string> names = {"x",           "y",          "distance",   "direction_x",
                                    "direction_y", "velocity_x", "velocity_y", "radius"};
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

/// Offsets from the agent and velocities relative to it.  The agent faces nowhere: pushes keep to
/// the world's axes.
std::vector<Geometry> relative_geometry() {
  return {{Geometry::kDirection, {"x", "y"}},
          {Geometry::kDirection, {"direction_x", "direction_y"}},
          {Geometry::kDirection, {"velocity_x", "velocity_y"}}};
}

/// By what the agent perceives the world.
struct Senses {
  int rays = 0;  ///< 0: none.
  bool image = false;
  bool entities = true;  ///< Whether others than the agent itself are observed.
};

ObservationSpace observation_space(const Senses& senses) {
  ObservationSpace space{
      .types = {{.name = "self",
                 .features = {"velocity_x", "velocity_y", "wall_left", "wall_right", "wall_down",
                              "wall_up"},
                 .fixed_count = 1,
                 .geometry = {{Geometry::kDirection, {"velocity_x", "velocity_y"}}}},
                {.name = "food", .features = relative_features({})},
                {.name = "poison", .features = relative_features({})},
                {.name = "hunter", .features = relative_features({"chasing", "dazed"})},
                {.name = "crate", .features = relative_features({"cos_4_angle", "sin_4_angle"})}}};
  for (std::size_t t = kFood; t <= kCrate; ++t) space.types[t].geometry = relative_geometry();
  if (!senses.entities) space.types.resize(1);
  if (senses.rays > 0) space.rays.push_back(forage_rays(senses.rays));
  if (senses.image) space.images.push_back(forage_image());
  return space;
}

const std::vector<std::string> kDirections = {
    "none", "right", "up_right", "up", "up_left", "left", "down_left", "down", "down_right"};

ActionSpace action_space(bool continuous) {
  if (!continuous) return {.heads = {CategoricalHead{.name = "push", .labels = kDirections}}};
  return {.heads = {ContinuousHead{
              .name = "push", .labels = {"x", "y"}, .low = {-1, -1}, .high = {1, 1}}}};
}

class Forage final : public Environment {
 public:
  Forage(const ForageSettings& settings, const Senses& senses, int seconds, bool continuous)
      : settings_(settings), senses_(senses), continuous_(continuous) {
    const auto most = [](CountRange range) { return static_cast<float>(range.max); };
    spec_ = {
        .id = "forage",
        .kinds = {{.observation = observation_space(senses), .action = action_space(continuous)}},
        .max_steps = seconds * ForageWorld::kDecisionsPerSecond,
        .steps_per_second = ForageWorld::kDecisionsPerSecond,
        // At most everything that lies in the arena is eaten in one decision, once.
        .reward_low =
            most(settings.poison) * kPoisonReward + most(settings.hunters) * kContactReward,
        .reward_high = most(settings.food) * kFoodReward,
        .outcomes = {"timeout"},
        .counts = {"food_eaten", "poison_eaten", "hunter_contacts"},
        .has_edits = true};
    reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_ = std::make_unique<ForageWorld>(settings_, seed);
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const ForageTally tally = world_->step(push(actions));
    rewards[0] = static_cast<float>(tally.food) * kFoodReward +
                 static_cast<float>(tally.poison) * kPoisonReward +
                 static_cast<float>(tally.contacts) * kContactReward;
    const bool over = ++steps_ == spec_.max_steps;
    return {.truncated = over, .outcome = over ? 0 : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    add_self(observation);
    if (senses_.entities) add_others(observation);
    const ObservationSpace& space = spec_.kinds[0].observation;
    if (senses_.rays > 0) sense_forage_rays(*world_, space.rays[0], observation);
    if (senses_.image) sense_forage_image(*world_, space.images[0], observation);
  }

  void draw(Scene& scene) const override {
    draw_forage(*world_, scene);
    if (senses_.rays > 0) draw_forage_rays(*world_, spec_.kinds[0].observation.rays[0], scene);
    if (senses_.entities) return;
    for (SceneShape& shape : scene.shapes) {  // What is not observed carries no id.
      if (shape.entity != ForageWorld::kAgentId) shape.entity = kNoEntity;
    }
  }

  EntityId edit(const StateEdit& edit) override { return edit_forage(edit, settings_, *world_); }

  void counts(std::span<float> values) const override {
    const ForageTally& total = world_->total();
    values[0] = static_cast<float>(total.food);
    values[1] = static_cast<float>(total.poison);
    values[2] = static_cast<float>(total.contacts);
  }

 private:
  static constexpr std::size_t kRelative = 8;

  b2Vec2 push(std::span<const float> actions) const {
    if (continuous_) return {actions[0], actions[1]};
    const int choice = static_cast<int>(actions[0]);
    if (choice == 0) return b2Vec2_zero;
    const float angle = static_cast<float>(choice - 1) * b2_pi / 4;
    return {std::cos(angle), std::sin(angle)};
  }

  void add_others(Observation& observation) const {
    for (const auto& morsel : world_->food()) add_morsel(observation, kFood, morsel);
    for (const auto& morsel : world_->poison()) add_morsel(observation, kPoison, morsel);
    for (const auto& hunter : world_->hunters()) add_hunter(observation, hunter);
    for (const auto& crate : world_->crates()) add_crate(observation, crate);
  }

  void add_self(Observation& observation) const {
    const b2Vec2 at = world_->agent().GetPosition();
    const b2Vec2 velocity = world_->agent().GetLinearVelocity();
    const float half = world_->half();
    observation.add(kSelf, ForageWorld::kAgentId,
                    {velocity.x / ForageWorld::kAgentSpeed, velocity.y / ForageWorld::kAgentSpeed,
                     (at.x + half) / kViewScale, (half - at.x) / kViewScale,
                     (at.y + half) / kViewScale, (half - at.y) / kViewScale},
                    {at.x, at.y}, {velocity.x, velocity.y});
  }

  void add_morsel(Observation& observation, int type, const ForageWorld::Morsel& morsel) const {
    if (!sees(morsel.position, morsel.radius)) return;
    observation.add(type, morsel.id, relative(morsel.position, b2Vec2_zero, morsel.radius),
                    {morsel.position.x, morsel.position.y}, {0, 0});
  }

  void add_hunter(Observation& observation, const ForageWorld::Hunter& hunter) const {
    const b2Vec2 at = hunter.body->GetPosition();
    if (!sees(at, hunter.radius)) return;
    const auto near = relative(at, hunter.body->GetLinearVelocity(), hunter.radius);
    add_extended(observation, kHunter, hunter.id, near,
                 {hunter.chasing ? 1.0F : 0.0F, hunter.dazed > 0 ? 1.0F : 0.0F}, *hunter.body);
  }

  // A square looks the same after a quarter turn, hence four times the angle.
  void add_crate(Observation& observation, const ForageWorld::Crate& crate) const {
    const b2Vec2 at = crate.body->GetPosition();
    if (!sees(at, crate.half, crate.body)) return;
    const float angle = 4 * crate.body->GetAngle();
    const auto near = relative(at, crate.body->GetLinearVelocity(), crate.half);
    add_extended(observation, kCrate, crate.id, near, {std::cos(angle), std::sin(angle)},
                 *crate.body);
  }

  static void add_extended(Observation& observation, int type, EntityId id,
                           const std::array<float, kRelative>& near, std::array<float, 2> more,
                           const b2Body& body) {
    std::array<float, kRelative + 2> row;
    std::copy(near.begin(), near.end(), row.begin());
    std::copy(more.begin(), more.end(), row.begin() + kRelative);
    const b2Vec2 at = body.GetPosition();
    const b2Vec2 velocity = body.GetLinearVelocity();
    observation.add(type, id, row, {at.x, at.y}, {velocity.x, velocity.y});
  }

  bool sees(b2Vec2 at, float radius, const b2Body* except = nullptr) const {
    return !world_->hidden(world_->agent().GetPosition(), at, radius, except);
  }

  std::array<float, kRelative> relative(b2Vec2 at, b2Vec2 velocity, float radius) const {
    b2Vec2 toward = at - world_->agent().GetPosition();
    const b2Vec2 offset = 1 / kViewScale * toward;
    const b2Vec2 drift =
        1 / ForageWorld::kAgentSpeed * (velocity - world_->agent().GetLinearVelocity());
    const float distance = toward.Normalize() / kViewScale;
    return {offset.x, offset.y, distance, toward.x, toward.y, drift.x, drift.y, radius};
  }

  ForageSettings settings_;
  Senses senses_;
  bool continuous_;
  EnvironmentSpec spec_;
  std::unique_ptr<ForageWorld> world_;
  int steps_ = 0;
};

std::unique_ptr<Environment> make_forage(const Options& options) {
  const ForageSettings settings{.arena = static_cast<float>(options.get<double>("arena")),
                                .food = count_range(options, "food"),
                                .poison = count_range(options, "poison"),
                                .hunters = count_range(options, "hunters"),
                                .crates = count_range(options, "crates")};
  const Senses senses{.rays = options.get<int>("rays"),
                      .image = options.get<bool>("image"),
                      .entities = options.get<bool>("entities")};
  return std::make_unique<Forage>(settings, senses, options.get<int>("seconds"),
                                  options.get<std::string>("action") == "continuous");
}

void add_range(std::vector<OptionSpec>& options, const std::string& name, CountRange range,
               const std::string& type) {
  options.push_back({.name = name + "_min",
                     .default_value = range.min,
                     .help = "Minimum count of " + name + " in an episode.",
                     .min = 0,
                     .max = 1000,
                     .counts = {type}});
  options.push_back({.name = name + "_max",
                     .default_value = range.max,
                     .help = "Maximum count of " + name + " in an episode.",
                     .min = 0,
                     .max = 1000,
                     .counts = {type}});
}

std::vector<OptionSpec> forage_options() {
  const ForageSettings defaults;
  std::vector<OptionSpec> options = {
      {.name = "action",
       .default_value = std::string("discrete"),
       .help = "discrete: one of 8 directions, or no push; continuous: any push.",
       .choices = {"discrete", "continuous"}},
      {.name = "arena",
       .default_value = static_cast<double>(defaults.arena),
       .help = "Side of the square arena, m.",
       .min = 10,
       .max = 200},
      {.name = "seconds",
       .default_value = 30,
       .help = "Length of an episode, s.",
       .min = 1,
       .max = 3600},
      {.name = "rays",
       .default_value = 0,
       .help = "Number of rays (distance sensors) around the agent, 12 m long; 0: none.",
       .min = 0,
       .max = 360},
      {.name = "image",
       .default_value = false,
       .help = "Whether the agent sees an image of its surroundings: 24 x 24 pixels of 0.75 m."},
      {.name = "entities",
       .default_value = true,
       .help = "Whether the agent sees food, poison, hunters and crates as entities."}};
  add_range(options, "food", defaults.food, "food");
  add_range(options, "poison", defaults.poison, "poison");
  add_range(options, "hunters", defaults.hunters, "hunter");
  add_range(options, "crates", defaults.crates, "crate");
  return options;
}

}  // namespace

void add_forage(Registry& registry) {
  registry.add({.id = "forage",
                .summary =
                    "Gather food in a walled arena and avoid poison and hunters; crates block "
                    "the view.",
                .options = forage_options(),
                .make = make_forage,
                .manual = forage_manual()});
}

}  // namespace saccade
