#include "envs/road/road_senses.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

enum Type { kSelf, kCar, kObstacle };

Vec2 unit(double x, double y) {
  return {static_cast<float>(x), static_cast<float>(y)};
}

/// `value` as a share of `range`, within [-1, 1].
float share(double value, double range) {
  return static_cast<float>(std::clamp(-1 + (value + range) * 2 / (range + range), -1.0, 1.0));
}

EntityType entity_type(const RoadSight& sight, Type type) {
  constexpr const char* kNames[] = {"self", "vehicle", "obstacle"};
  const bool is_self = type == kSelf;
  EntityType entity{.name = kNames[type], .features = {"x", "y", "vx", "vy"}};
  if (is_self) entity.fixed_count = 1;
  const Vec2 length = unit(sight.x, sight.y);
  if (is_self && sight.absolute) {
    entity.geometry.push_back({Geometry::kPosition, {"x", "y"}, length});
  }
  if (!is_self) {
    const auto kind = sight.absolute ? Geometry::kPoint : Geometry::kDirection;
    entity.geometry.push_back({kind, {"x", "y"}, length});
  }
  entity.geometry.push_back({Geometry::kDirection, {"vx", "vy"}});
  if (!sight.headings) return entity;
  entity.features.insert(entity.features.end(), {"cos_h", "sin_h"});
  const auto kind = is_self ? Geometry::kHeading : Geometry::kAngle;
  entity.geometry.push_back({kind, {"cos_h", "sin_h"}});
  return entity;
}

/// Sees bodies from `origin`, or from the world's if it is null.
class RoadEye {
 public:
  RoadEye(const RoadSight& sight, const RoadBody* origin) : sight_(sight) {
    if (origin == nullptr) return;
    at_ = origin->at;
    velocity_ = origin->velocity();
  }

  void add(Type type, const RoadBody& body, Observation& observation) const {
    const RoadPoint velocity = body.velocity();
    const std::array<float, 6> features = {share(body.at.x - at_.x, sight_.x),
                                           share(body.at.y - at_.y, sight_.y),
                                           share(velocity.x - velocity_.x, sight_.speed),
                                           share(velocity.y - velocity_.y, sight_.speed),
                                           static_cast<float>(body.facing.x),
                                           static_cast<float>(body.facing.y)};
    const std::size_t width = sight_.headings ? 6 : 4;
    // The picture's y axis points up.
    observation.add(type, body.id, std::span<const float>(features.data(), width),
                    shapes::point(body.at.x, -body.at.y), shapes::point(velocity.x, -velocity.y));
  }

 private:
  const RoadSight& sight_;
  RoadPoint at_, velocity_;
};

}  // namespace

ObservationSpace road_observation(const RoadSight& sight) {
  ObservationSpace space{{entity_type(sight, kSelf), entity_type(sight, kCar)}};
  if (sight.obstacles) space.types.push_back(entity_type(sight, kObstacle));
  return space;
}

std::vector<const RoadBody*> bodies_in_sight(const Traffic& traffic, const RoadSight& sight) {
  constexpr double kFar = 200, kBehind = 10;  // m
  const Car& agent = traffic.driven();
  std::vector<std::pair<double, const RoadBody*>> found;
  found.reserve(traffic.cars().size() + traffic.obstacles().size());
  const auto look_at = [&](const RoadBody& body, bool also_behind) {
    if (distance_between(body.at, agent.at) >= kFar) return;
    const double along = gap_to(traffic.network(), agent, body);
    if (also_behind || -kBehind < along) found.emplace_back(std::abs(along), &body);
  };
  for (const Car& car : traffic.cars()) {
    if (!car.is_driven) look_at(car, sight.behind);
  }
  for (const RoadBody& obstacle : traffic.obstacles()) look_at(obstacle, false);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto most = sight.most == 0 ? found.size() : static_cast<std::size_t>(sight.most - 1);
  if (found.size() > most) found.resize(most);
  std::vector<const RoadBody*> bodies;
  bodies.reserve(found.size());
  for (const auto& [along, body] : found) bodies.push_back(body);
  return bodies;
}

void observe_road(const Traffic& traffic, const RoadSight& sight, Observation& observation) {
  const Car& agent = traffic.driven();
  RoadEye(sight, nullptr).add(kSelf, agent, observation);
  const RoadEye eye(sight, sight.absolute ? nullptr : &agent);
  for (const RoadBody* body : bodies_in_sight(traffic, sight)) {
    eye.add(body->is_car ? kCar : kObstacle, *body, observation);
  }
}

std::vector<OptionSpec> sight_options(const RoadSight& defaults) {
  return {{.name = "vehicles_observed",
           .default_value = defaults.most,
           .help = "Most vehicles seen, the agent's own included: those nearest along its lane; 0: "
                   "any number.",
           .min = 0,
           .max = 1000},
          {.name = "see_behind",
           .default_value = defaults.behind,
           .help = "Whether vehicles more than 10 m behind the agent are seen."},
          {.name = "absolute",
           .default_value = defaults.absolute,
           .help = "Whether others' places and velocities are the world's, instead of relative to "
                   "the agent's."},
          {.name = "see_headings",
           .default_value = defaults.headings,
           .help = "Whether cosine and sine of headings are features."}};
}

std::vector<ManualLine> sight_manual(const RoadSight& sight) {
  const auto number = [](double value) { return std::to_string(std::lround(value)); };
  const auto places = [&](const std::string& what, double range, const std::string& way) {
    const std::string unit = "of " + number(range) + " m, limited to [-1, 1]";
    return what + ", in units " + unit + "; positive " + way + ".";
  };
  const std::string speed =
      ", in units of " + number(sight.speed) + " m/s, limited to [-1, 1]; positive ";
  const std::string whose = sight.absolute ? "" : " less the agent's";
  return {{"self.x", places("Position", sight.x, "to the right")},
          {"self.y", places("Position", sight.y, "downwards in the picture")},
          {"self.vx", "Velocity" + speed + "to the right."},
          {"self.vy", "Velocity" + speed + "downwards."},
          {"x", places("Position" + whose, sight.x, "to the right")},
          {"y", places("Position" + whose, sight.y, "downwards in the picture")},
          {"vx", "Velocity" + whose + speed + "to the right."},
          {"vy", "Velocity" + whose + speed + "downwards."},
          {"cos_h", "Cosine of the heading, which is 0 to the right; with see_headings."},
          {"sin_h", "Sine of the heading, which is pi / 2 downwards; with see_headings."}};
}

void read_sight(const Options& options, RoadSight& sight) {
  sight.most = options.get<int>("vehicles_observed");
  sight.behind = options.get<bool>("see_behind");
  sight.absolute = options.get<bool>("absolute");
  sight.headings = options.get<bool>("see_headings");
}

}  // namespace saccade
