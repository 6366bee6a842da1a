#include "envs/road/traffic/right_of_way.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "envs/road/traffic/collision.h"

namespace saccade {
namespace {

constexpr int kLooks = 11;
constexpr double kInterval = 0.25;  // s between two looks; the first is at one interval.

/// Where a car will be along its route if it keeps its speed, and what of the plane that covers.
struct Forecast {
  std::array<RoadNetwork::Prediction, kLooks> looks{};
  RoadPoint low, high;
};

Forecast forecast_of(const RoadNetwork& network, const Car& car) {
  Forecast forecast;
  for (int i = 0; i < kLooks; ++i) {
    const double along = car.place.along + car.speed * (kInterval * (i + 1));
    const RoadNetwork::Prediction look = network.along_route(car.route, along, car.lane);
    forecast.looks[static_cast<std::size_t>(i)] = look;
    if (i == 0) forecast.low = forecast.high = look.at;
    forecast.low = {std::min(forecast.low.x, look.at.x), std::min(forecast.low.y, look.at.y)};
    forecast.high = {std::max(forecast.high.x, look.at.x), std::max(forecast.high.y, look.at.y)};
  }
  return forecast;
}

bool will_meet(const Forecast& a, const Forecast& b) {
  constexpr double kNear = RoadLane::kCarLength;
  if (a.low.x > b.high.x + kNear || b.low.x > a.high.x + kNear) return false;
  if (a.low.y > b.high.y + kNear || b.low.y > a.high.y + kNear) return false;
  constexpr double kLength = 1.5 * 5, kWidth = 0.9 * 2;
  for (std::size_t i = 0; i < kLooks; ++i) {
    const auto& [at, heading] = a.looks[i];
    const auto& [its_at, its_heading] = b.looks[i];
    if (distance_between(its_at, at) > kNear) continue;
    if (boxes_meet({at, heading, kLength, kWidth}, {its_at, its_heading, kLength, kWidth})) {
      return true;
    }
  }
  return false;
}

double distance_ahead(const Car& car, const Car& other) {
  return dot(car.facing, other.at - car.at);
}

Car& who_yields(const RoadNetwork& network, Car& a, Car& b) {
  const int mine = network.lane(a.lane).rules().priority;
  const int its = network.lane(b.lane).rules().priority;
  if (mine != its) return mine > its ? b : a;
  return distance_ahead(a, b) > distance_ahead(b, a) ? a : b;
}

}  // namespace

void enforce_right_of_way(const RoadNetwork& network, std::span<Car> cars) {
  std::vector<Forecast> forecasts;
  forecasts.reserve(cars.size());
  for (Car& car : cars) {
    if (car.yields) car.target_speed = network.lane(car.lane).rules().speed_limit;
    car.yields = false;
    forecasts.push_back(forecast_of(network, car));
  }
  for (std::size_t i = 0; i < cars.size(); ++i) {
    for (std::size_t j = i + 1; j < cars.size(); ++j) {
      if (!will_meet(forecasts[i], forecasts[j])) continue;
      Car& car = who_yields(network, cars[i], cars[j]);
      if (car.is_driven) continue;
      car.target_speed = 0;
      car.yields = true;
    }
  }
}

}  // namespace saccade
