#include "envs/road/traffic/car.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade {
namespace {

RoadPoint unit_vector(double angle) {
  return {std::cos(angle), std::sin(angle)};
}

}  // namespace

void Car::move(const RoadNetwork& network, double dt) {
  if (is_crashed) {
    steering = 0;
    acceleration = -speed;
  }
  if (speed > kMaxSpeed) acceleration = std::min(acceleration, kMaxSpeed - speed);
  if (speed < -kMaxSpeed) acceleration = std::max(acceleration, -kMaxSpeed - speed);
  // The angle between the way that it faces and the way that it moves.
  const double slip = is_tiny(steering) ? 0.5 * steering : std::atan(0.5 * std::tan(steering));
  const RoadPoint course = heading + slip == heading ? facing : unit_vector(heading + slip);
  at.x += speed * course.x * dt;
  at.y += speed * course.y * dt;
  if (is_struck) {
    at.x += impact.x;
    at.y += impact.y;
    is_crashed = true;
    is_struck = false;
  }
  const double sine = is_tiny(slip) ? slip : std::sin(slip);
  const double turned = heading + speed * sine / (length / 2) * dt;
  if (turned != heading) facing = unit_vector(turned);
  heading = turned;
  speed += acceleration * dt;
  find_lane(network);
}

void Car::find_lane(const RoadNetwork& network) {
  const LaneFinder::Found found = network.closest_lane(at, heading, lane);
  lane = found.lane;
  place = found.place;
  target_place = target_lane == lane ? place : network.lane(target_lane).locate(at);
}

Car make_car(const RoadNetwork& network, RoadPoint at, double heading, double speed) {
  Car car;
  car.at = at;
  car.heading = heading;
  car.facing = unit_vector(heading);
  car.speed = speed;
  car.length = RoadLane::kCarLength;
  car.width = 2;
  car.diagonal = std::sqrt(car.length * car.length + car.width * car.width);
  car.is_car = true;
  car.target_speed = speed;
  const double timer = std::fmod((at.x + at.y) * std::numbers::pi, 1.0);
  car.lane_timer = timer < 0 ? timer + 1 : timer;
  car.find_lane(network);
  car.target_lane = car.lane;
  car.target_place = car.place;
  return car;
}

}  // namespace saccade
