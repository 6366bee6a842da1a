// Edits of the traffic on a road.
#pragma once

#include <cstddef>
#include <functional>

#include "envs/core/environment.h"
#include "envs/road/traffic/traffic.h"

namespace saccade {

/// A lane, and how far along it.
struct LaneSpot {
  int lane = 0;
  double along = 0;  ///< m, from 0 to the lane's length.
};

/// The point in the middle of a lane that is nearest to `at`.  Where lanes cross and several are
/// about as near, it is that whose heading there differs least from `heading` (rad).
LaneSpot nearest_spot(const RoadNetwork& network, RoadPoint at, double heading);

/// Puts the car there, facing along the lane, which it follows from now on; it keeps its speed.
void put_car(const RoadNetwork& network, LaneSpot spot, Car& car);

/// What differs from road to road.
struct RoadEditRules {
  double speed = 20;  ///< m/s, of a car that is added.
  std::size_t most_cars = 1000;
  /// Gives a car that was put on a lane what else it needs, such as a route; one that is added has
  /// no id yet.
  std::function<void(Car&)> settle = [](Car&) {};
};

/// Moves vehicles to the nearest lane, removes all but the agent's, and adds vehicles.  Obstacles
/// stay.  Throws Error by refuse_edit.
EntityId edit_traffic(const StateEdit& edit, const RoadEditRules& rules, Traffic& traffic);

}  // namespace saccade
