#include "envs/particles/particle_actions.h"

#include <array>

#include "envs/draw/shapes.h"

namespace saccade {

ActionSpace push_space(bool is_continuous) {
  if (is_continuous) {
    return {.heads = {ContinuousHead{
                .name = "push", .labels = {"x", "y"}, .low = {-1, -1}, .high = {1, 1}}}};
  }
  return {.heads = {
              CategoricalHead{.name = "push", .labels = {"none", "left", "right", "down", "up"}}}};
}

Push push_of(std::span<const float> action, bool is_continuous) {
  constexpr std::array<Push, 5> kPushes = {Push{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}};
  if (!is_continuous) return kPushes.at(static_cast<std::size_t>(action[0]));
  return {static_cast<double>(action[0]), static_cast<double>(action[1])};
}

OptionSpec action_option() {
  return {.name = "action",
          .default_value = std::string("discrete"),
          .help = "Kind of push: one of five, or any within the unit square.",
          .choices = {"discrete", "continuous"}};
}

OptionSpec max_steps_option(int default_value) {
  return {.name = "max_steps",
          .default_value = default_value,
          .help = "Steps after which an episode is truncated.",
          .min = 1,
          .max = 1e6};
}

bool wants_continuous(const Options& options) {
  return options.get<std::string>("action") == "continuous";
}

ManualLine push_manual() {
  return {"push",
          "A force on the agent. It acts on the velocity at once and on the place one step later. "
          "With env.action=continuous: the force along x and y, where 1 is a full push."};
}

EntityType self_type() {
  return {.name = "self",
          .features = {"x", "y", "velocity_x", "velocity_y"},
          .fixed_count = 1,
          .geometry = {{Geometry::kPosition, {"x", "y"}},
                       {Geometry::kDirection, {"velocity_x", "velocity_y"}}}};
}

void observe_self(Observation& observation, EntityId id, const Particle& self) {
  observation.add(0, id,
                  {static_cast<float>(self.x), static_cast<float>(self.y),
                   static_cast<float>(self.velocity_x), static_cast<float>(self.velocity_y)},
                  shapes::point(self.x, self.y), shapes::point(self.velocity_x, self.velocity_y));
}

EntityType offset_type(std::string name, OffsetFeatures features) {
  EntityType type{.name = std::move(name),
                  .features = {"x", "y"},
                  .geometry = {{Geometry::kDirection, {"x", "y"}}}};
  if (features.distance) type.features.emplace_back("distance");
  if (features.velocity) {
    type.features.insert(type.features.end(), {"velocity_x", "velocity_y"});
    type.geometry.push_back({Geometry::kDirection, {"velocity_x", "velocity_y"}});
  }
  return type;
}

void observe_offset(Observation& observation, int type, EntityId id, const Particle& self,
                    const Particle& other, OffsetFeatures features) {
  std::array<float, 5> row = {static_cast<float>(other.x - self.x),
                              static_cast<float>(other.y - self.y)};
  std::size_t count = 2;
  if (features.distance) row.at(count++) = static_cast<float>(distance(self, other));
  if (features.velocity) {
    row.at(count++) = static_cast<float>(other.velocity_x);
    row.at(count++) = static_cast<float>(other.velocity_y);
  }
  const Vec2 velocity =
      features.velocity ? shapes::point(other.velocity_x, other.velocity_y) : kNowhere;
  observation.add(type, id, std::span<const float>(row).first(count),
                  shapes::point(other.x, other.y), velocity);
}

std::vector<ManualLine> particle_features() {
  return {{"self.x", "Place of the agent along x, units; the start is in [-1, 1]."},
          {"self.y", "Place of the agent along y, units; the start is in [-1, 1]."},
          {"x", "Offset from the agent along x, units."},
          {"y", "Offset from the agent along y, units."},
          {"velocity_x", "Velocity along x, units per second."},
          {"velocity_y", "Velocity along y, units per second."}};
}

}  // namespace saccade
