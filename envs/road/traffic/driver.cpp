#include "envs/road/traffic/driver.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade {
namespace {

/// The number, or what is a little away from 0 on the same side.
double not_zero(double x) {
  constexpr double kLeast = 0.01;
  if (std::abs(x) > kLeast) return x;
  return x >= 0 ? kLeast : -kLeast;
}

}  // namespace

void follow_road(const RoadNetwork& network, Car& car) {
  if (!network.lane(car.target_lane).is_past_end(car.target_place.along)) return;
  const int next = network.next_lane(car.target_lane, car.target_place, car.route);
  if (next == car.target_lane) return;
  car.target_lane = next;
  car.target_place = next == car.lane ? car.place : network.lane(next).locate(car.at);
}

// From the place across a speed across, from that a heading, from that a turning rate, from that
// the angle between the way that the car faces and the way that it moves, and from that the
// steering.
void steer(const RoadNetwork& network, Car& car) {
  constexpr double kLookAhead = 0.1, kTimeAcross = 0.6, kTimeHeading = 0.2;  // s
  constexpr double kMostAside = std::numbers::pi / 4, kMostSteering = std::numbers::pi / 3;
  const RoadLane& lane = network.lane(car.target_lane);
  const double speed = not_zero(car.speed);
  const double sine = std::clamp(-(1 / kTimeAcross) * car.target_place.across / speed, -1.0, 1.0);
  const double aside = std::clamp(is_tiny(sine) ? sine : std::asin(sine), -kMostAside, kMostAside);
  const double wanted = lane.heading_at(car.target_place.along + car.speed * kLookAhead) + aside;
  const double rate = 1 / kTimeHeading * wrapped(wanted - car.heading);
  const double turn = std::clamp(car.length / 2 / speed * rate, -1.0, 1.0);
  if (is_tiny(2 * turn)) {
    car.steering = 2 * turn;
  } else {
    const double steering = std::atan(2 * std::tan(std::asin(turn)));
    car.steering = std::clamp(steering, -kMostSteering, kMostSteering);
  }
}

CarNeighbours find_neighbours(const RoadLane& lane, LanePlace place, const Car& car,
                              std::span<const Car> cars, std::span<const RoadBody> obstacles) {
  constexpr double kMargin = 1;
  CarNeighbours found;
  double behind_along = 0;
  const auto look_at = [&](const RoadBody& body) {
    if (&body == &car || lane.least_across(body.at) > RoadLane::kWidth / 2 + kMargin) return;
    const LanePlace other = lane.locate(body.at);
    if (!lane.holds(other, kMargin)) return;
    if (place.along <= other.along && (!found.before || other.along <= found.before_along)) {
      found.before = &body;
      found.before_along = other.along;
    }
    if (other.along < place.along && (!found.behind || other.along > behind_along)) {
      found.behind = &body;
      behind_along = other.along;
    }
  };
  for (const Car& other : cars) look_at(other);
  for (const RoadBody& other : obstacles) look_at(other);
  return found;
}

double wanted_gap(const DriverModel& model, const Car& car, const RoadBody& before) {
  constexpr double kTime = 1.5;  // s
  const double closing = dot(car.velocity() - before.velocity(), car.facing);
  return model.jam_distance + car.speed * kTime +
         car.speed * closing / (2 * std::sqrt(model.acceleration * model.deceleration));
}

double model_acceleration(const DriverModel& model, double eagerness, const RoadNetwork& network,
                          const Car& car, const RoadBody* before, double gap) {
  const double limit = network.lane(car.lane).rules().speed_limit;
  const double wanted = std::clamp(car.target_speed, 0.0, limit);
  const double share = std::max(car.speed, 0.0) / std::abs(not_zero(wanted));
  double acceleration = model.acceleration * (1 - std::pow(share, eagerness));
  if (before != nullptr) {
    const double part = wanted_gap(model, car, *before) / not_zero(gap);
    acceleration -= model.acceleration * (part * part);
  }
  return acceleration;
}

}  // namespace saccade
