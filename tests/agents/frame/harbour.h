// A world that can be moved and turned as a whole: what its agents see of it has points,
// directions, angles, rays, and places and velocities besides the features.
#pragma once

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"

namespace saccade::testing {

/// A ship, buoys and boats.  It decides nothing: an episode is a few random sights.
class Harbour final : public Environment {
 public:
  /// Where the whole world is: turned about the origin by an angle (rad), then moved.
  struct Place {
    double angle = 0;
    Vec2 shift{0, 0};
  };

  Harbour() : Harbour(Place()) {}
  explicit Harbour(const Place& place) : place_(place) {
    spec_.id = "harbour";
    spec_.kinds[0].observation.types = {
        {.name = "self",
         .features = {"x", "y", "course", "speed_x", "speed_y", "load"},
         .fixed_count = 1,
         .geometry = {{Geometry::kPosition, {"x", "y"}, {10, 10}},
                      {Geometry::kHeading, {"course"}},
                      {Geometry::kDirection, {"speed_x", "speed_y"}}}},
        {.name = "buoy",
         .features = {"x", "y"},
         .geometry = {{Geometry::kPoint, {"x", "y"}, {10, 10}}}},
        {.name = "boat",
         .features = {"size", "dx", "dy", "bow_x", "bow_y"},
         .geometry = {{Geometry::kDirection, {"dx", "dy"}},
                      {Geometry::kAngle, {"bow_x", "bow_y"}}}}};
    spec_.kinds[0].observation.rays = {
        {.name = "radar", .count = 6, .range = 9, .hits = {"shore", "boat"}, .optional = true}};
    spec_.kinds[0].action.heads = {CategoricalHead{"steer", {"port", "ahead", "starboard"}},
                                   SelectEntityHead{"hail", {2, 1}}};
    spec_.max_steps = 8;
  }

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    seed_ = seed;
    steps_ = 0;
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    rewards[0] = actions[0] == 1 ? 1.0F : 0.0F;
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void draw(Scene& /*scene*/) const override {}

  void observe(int /*agent*/, Observation& seen) const override {
    Rng rng(derive_seed({seed_, static_cast<std::uint64_t>(steps_)}));
    const auto draw_vector = [&rng](double size) {
      const double x = rng.uniform(-size, size);
      return Vec2{static_cast<float>(x), static_cast<float>(rng.uniform(-size, size))};
    };
    const Vec2 ship = draw_vector(8);
    const double course = rng.uniform(-1, 1);
    add_ship(ship, course, draw_vector(2), seen);
    EntityId id = 1;
    for (auto count = rng.integers(1, 6); count > 0; --count) add_buoy(id++, draw_vector(8), seen);
    for (auto count = rng.integers(1, 4); count > 0; --count) {
      add_boat(id++, ship, draw_vector(8), rng.uniform(-3, 3), draw_vector(1), seen);
    }
    if (rng.uniform() < 0.3) return;
    std::vector<float> distances;
    for (int i = 0; i < 6; ++i) distances.push_back(static_cast<float>(rng.uniform(0, 9)));
    // Not mounted straight ahead.
    seen.set_rays(0, moved(ship), static_cast<float>(course + place_.angle + 0.4), distances,
                  std::vector<int>{0, 1, 0, 0, 1, 0});
  }

 private:
  Vec2 turned(Vec2 v) const {
    const double c = std::cos(place_.angle), s = std::sin(place_.angle);
    const double x = static_cast<double>(v.x), y = static_cast<double>(v.y);
    return {static_cast<float>(x * c - y * s), static_cast<float>(x * s + y * c)};
  }
  Vec2 moved(Vec2 v) const {
    const Vec2 at = turned(v);
    return {at.x + place_.shift.x, at.y + place_.shift.y};
  }

  void add_ship(Vec2 ship, double course, Vec2 velocity, Observation& seen) const {
    const Vec2 at = moved(ship), v = turned(velocity);
    const double angle = std::remainder(course + place_.angle, 2 * std::numbers::pi);
    seen.add(0, 0, {at.x / 10, at.y / 10, static_cast<float>(angle), v.x, v.y, 0.5F}, at, v);
  }
  void add_buoy(EntityId id, Vec2 buoy, Observation& seen) const {
    const Vec2 at = moved(buoy);
    seen.add(1, id, {at.x / 10, at.y / 10}, at, id % 2 == 0 ? kNowhere : Vec2{0, 0});
  }
  void add_boat(EntityId id, Vec2 ship, Vec2 boat, double course, Vec2 velocity,
                Observation& seen) const {
    const Vec2 offset = turned({boat.x - ship.x, boat.y - ship.y});
    const Vec2 bow =
        turned({static_cast<float>(std::cos(course)), static_cast<float>(std::sin(course))});
    seen.add(2, id, {1, offset.x, offset.y, bow.x, bow.y}, moved(boat), turned(velocity));
  }

  Place place_;
  EnvironmentSpec spec_;
  std::uint64_t seed_ = 0;
  int steps_ = 0;
};

/// The harbour at a place.
inline EnvironmentFactory harbour(const Harbour::Place& place = Harbour::Place()) {
  return [place] { return std::make_unique<Harbour>(place); };
}

}  // namespace saccade::testing
