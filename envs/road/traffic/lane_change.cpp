#include "envs/road/traffic/lane_change.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

/// What the drivers around a car see and do, as it asks itself.
struct Outlook {
  const DriverModel& model;
  const RoadNetwork& network;
  const Car& car;
  std::span<const Car> cars;
  std::span<const RoadBody> obstacles;

  CarNeighbours neighbours(int lane) const {
    const RoadLane& there = network.lane(lane);
    return find_neighbours(there, there.locate(car.at), car, cars, obstacles);
  }

  /// m/s^2 of who follows `before`, both of whom may be missing.
  double acceleration(const RoadBody* follower, const RoadBody* before) const {
    if (follower == nullptr || !follower->is_car) return 0;
    const Car& driver = static_cast<const Car&>(*follower);
    const double gap = before == nullptr ? 0 : gap_to(network, driver, *before);
    return model_acceleration(model, car.eagerness, network, driver, before, gap);
  }
};

/// Whether the car would gain enough in the lane, and nobody there would have to brake hard.
bool wants_lane(const Outlook& outlook, int lane) {
  constexpr double kMostBraking = 2, kLeastGain = 0.2;  // m/s^2
  const CarNeighbours there = outlook.neighbours(lane);
  if (outlook.acceleration(there.behind, &outlook.car) < -kMostBraking) return false;
  const CarNeighbours here = outlook.neighbours(outlook.car.lane);
  const double gain = outlook.acceleration(&outlook.car, there.before) -
                      outlook.acceleration(&outlook.car, here.before);
  return gain >= kLeastGain;
}

/// Whether somebody before the car, and near, changes into the same lane from elsewhere.
bool is_forestalled(const Outlook& outlook) {
  const Car& car = outlook.car;
  return std::any_of(outlook.cars.begin(), outlook.cars.end(), [&](const Car& other) {
    if (&other == &car || other.lane == car.target_lane || other.target_lane != car.target_lane) {
      return false;
    }
    const double gap = gap_to(outlook.network, car, other);
    return 0 < gap && gap < wanted_gap(outlook.model, car, other);
  });
}

void follow_lane(const RoadNetwork& network, int lane, Car& car) {
  car.target_lane = lane;
  car.target_place = lane == car.lane ? car.place : network.lane(lane).locate(car.at);
}

}  // namespace

void consider_lane_change(const DriverModel& model, const RoadNetwork& network, Car& car,
                          std::span<const Car> cars, std::span<const RoadBody> obstacles) {
  constexpr double kDelay = 1;       // s
  constexpr double kLeastSpeed = 1;  // m/s
  const Outlook outlook{model, network, car, cars, obstacles};
  if (car.lane != car.target_lane) {
    if (network.road_of(car.lane) != network.road_of(car.target_lane)) return;
    if (is_forestalled(outlook)) follow_lane(network, car.lane, car);
    return;
  }
  if (car.lane_timer <= kDelay) return;
  car.lane_timer = 0;
  const int here = car.lane;
  for (const int by : {-1, 1}) {
    const int lane = network.beside(here, by);
    if (lane == here || !network.lane(lane).is_reachable_from(car.at)) continue;
    if (std::abs(car.speed) < kLeastSpeed) continue;
    if (wants_lane(outlook, lane)) follow_lane(network, lane, car);
  }
}

}  // namespace saccade
