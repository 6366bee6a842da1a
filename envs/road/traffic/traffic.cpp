#include "envs/road/traffic/traffic.h"

#include <algorithm>

#include "envs/road/traffic/collision.h"
#include "envs/road/traffic/lane_change.h"
#include "envs/road/traffic/right_of_way.h"

namespace saccade {

void Traffic::clear() {
  cars_.clear();
  obstacles_.clear();
  frames_ = 0;
  next_id_ = 1;
}

Car& Traffic::add_car(Car car) {
  car.id = car.is_driven ? 0 : next_id_++;
  cars_.push_back(car);
  return cars_.back();
}

void Traffic::add_obstacle(RoadPoint at) {
  obstacles_.push_back({.id = next_id_++, .at = at});
}

std::size_t Traffic::driven_index() const {
  const auto is_driven = [](const Car& car) { return car.is_driven; };
  return static_cast<std::size_t>(std::find_if(cars_.begin(), cars_.end(), is_driven) -
                                  cars_.begin());
}

void Traffic::drive(Car& car) {
  if (car.is_driven) {
    follow_road(network_, car);
    steer(network_, car);
    car.acceleration = acceleration_to_target(car);
    return;
  }
  if (car.is_crashed) return;
  follow_road(network_, car);
  consider_lane_change(model_, network_, car, cars_, obstacles_);
  steer(network_, car);
  const auto wanted_behind = [&](int lane, LanePlace place) {
    const CarNeighbours found = find_neighbours(network_.lane(lane), place, car, cars_, obstacles_);
    const double gap = found.before == nullptr ? 0
                       : lane == car.lane      ? found.before_along - place.along
                                               : gap_to(network_, car, *found.before);
    return model_acceleration(model_, car.eagerness, network_, car, found.before, gap);
  };
  double wanted = wanted_behind(car.lane, car.place);
  if (car.lane != car.target_lane) {
    wanted = std::min(wanted, wanted_behind(car.target_lane, car.target_place));
  }
  car.acceleration = std::clamp(wanted, -kMostAcceleration, kMostAcceleration);
}

void Traffic::advance(double dt) {
  for (Car& car : cars_) drive(car);
  ++frames_;
  const int frames_per_look = static_cast<int>(1 / dt / 2);  // Two looks a second.
  if (is_regulated_ && frames_ % frames_per_look == 0) enforce_right_of_way(network_, cars_);
  for (Car& car : cars_) {
    if (!car.is_driven) car.lane_timer += dt;
    car.move(network_, dt);
  }
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    for (std::size_t j = i + 1; j < cars_.size(); ++j) collide(cars_[i], cars_[j], dt);
    for (const RoadBody& obstacle : obstacles_) collide(cars_[i], obstacle, dt);
  }
}

}  // namespace saccade
