#include "envs/road/traffic/agent_driver.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "envs/road/traffic/driver.h"

namespace saccade {

std::size_t nearest_speed(std::span<const double> speeds, double speed) {
  const auto last = static_cast<double>(speeds.size() - 1);
  const double share = (speed - speeds.front()) / (speeds.back() - speeds.front());
  return static_cast<std::size_t>(std::clamp(std::nearbyint(share * last), 0.0, last));
}

void change_speed(Car& car, std::span<const double> speeds, int by) {
  const int last = static_cast<int>(speeds.size()) - 1;
  const int index = std::clamp(static_cast<int>(nearest_speed(speeds, car.speed)) + by, 0, last);
  car.target_speed = speeds[static_cast<std::size_t>(index)];
}

void change_lane(Car& car, const RoadNetwork& network, int by) {
  const int lane = network.beside(car.target_lane, by);
  if (!network.lane(lane).is_reachable_from(car.at)) return;
  car.target_lane = lane;
  car.target_place = network.lane(lane).locate(car.at);
}

void obey(Car& car, const RoadNetwork& network, RoadMove move) {
  constexpr std::array<double, 3> kSpeeds = {20, 25, 30};  // m/s
  follow_road(network, car);
  if (move == kLaneLeft) change_lane(car, network, -1);
  if (move == kLaneRight) change_lane(car, network, 1);
  if (move == kFaster) change_speed(car, kSpeeds, 1);
  if (move == kSlower) change_speed(car, kSpeeds, -1);
}

}  // namespace saccade
