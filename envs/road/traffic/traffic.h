// All that is on a road, moved frame by frame.
#pragma once

#include <vector>

#include "envs/road/traffic/car.h"
#include "envs/road/traffic/driver.h"

namespace saccade {

/// Cars and obstacles on a network of roads.  One car is the agent's.
class Traffic {
 public:
  Traffic(RoadNetwork network, DriverModel model, bool is_regulated)
      : network_(std::move(network)), model_(model), is_regulated_(is_regulated) {}

  const RoadNetwork& network() const { return network_; }
  const DriverModel& model() const { return model_; }
  const std::vector<Car>& cars() const { return cars_; }
  std::vector<Car>& cars() { return cars_; }
  const std::vector<RoadBody>& obstacles() const { return obstacles_; }

  /// Removes all cars and obstacles, and begins to count frames and ids anew; ids of cars that
  /// nobody drives begin at 1.
  void clear();
  Car& add_car(Car car);
  void add_obstacle(RoadPoint at);
  /// The agent's car, which has been added with `is_driven`.
  const Car& driven() const { return cars_[driven_index()]; }
  Car& driven() { return cars_[driven_index()]; }

  /// Removes the cars for which `leaves(car)`.
  template <class Leaves>
  void remove_cars(const Leaves& leaves) {
    std::erase_if(cars_, leaves);
  }

  /// Lets every driver decide and every car move; `dt` in s.
  void advance(double dt);

 private:
  std::size_t driven_index() const;
  void drive(Car& car);

  RoadNetwork network_;
  DriverModel model_;
  bool is_regulated_ = false;
  std::vector<Car> cars_;
  std::vector<RoadBody> obstacles_;
  int frames_ = 0;
  EntityId next_id_ = 1;
};

}  // namespace saccade
