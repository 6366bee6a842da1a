// How cars are driven: along their lane, at a speed, and behind the car in front.
#pragma once

#include <span>

#include "envs/road/traffic/car.h"

namespace saccade {

/// Parameters of the Intelligent Driver Model (Treiber, Hennecke and Helbing 2000).
struct DriverModel {
  double jam_distance = 10;  ///< m between the middles of two cars at rest.
  double acceleration = 3;   ///< m/s^2
  double deceleration = 5;   ///< m/s^2
  double least_eagerness = 3.5, most_eagerness = 4.5;
};

inline constexpr double kMostAcceleration = 6;  ///< m/s^2, either way, of a car that nobody drives.

/// At the end of its lane, makes the car follow the next.
void follow_road(const RoadNetwork& network, Car& car);

/// Steers the car towards the middle of its target lane.
void steer(const RoadNetwork& network, Car& car);

/// What the car needs to reach its target speed, m/s^2.
inline double acceleration_to_target(const Car& car) {
  constexpr double kTime = 0.6;  // s
  return 1 / kTime * (car.target_speed - car.speed);
}

/// Who is before and who is behind a car; null: nobody.
struct CarNeighbours {
  const RoadBody* before = nullptr;
  const RoadBody* behind = nullptr;
  double before_along = 0;  ///< m along the lane that was looked at.
};

/// Whom a car that is at `place` of the lane would have before and behind it there.
CarNeighbours find_neighbours(const RoadLane& lane, LanePlace place, const Car& car,
                              std::span<const Car> cars, std::span<const RoadBody> obstacles);

/// The gap that a car wants to one before it, m.
double wanted_gap(const DriverModel& model, const Car& car, const RoadBody& before);

/// What the model does at `gap` m behind `before`, or on a free road if that is null, m/s^2.
double model_acceleration(const DriverModel& model, double eagerness, const RoadNetwork& network,
                          const Car& car, const RoadBody* before, double gap);

/// The distance to a body along the car's own lane, m.
inline double gap_to(const RoadNetwork& network, const Car& car, const RoadBody& body) {
  return network.lane(car.lane).locate(body.at).along - car.place.along;
}

}  // namespace saccade
