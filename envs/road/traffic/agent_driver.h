// What the agent tells its car: to drive faster or slower, or in the lane beside.
#pragma once

#include <cstddef>
#include <span>

#include "envs/road/traffic/car.h"

namespace saccade {

/// Index of the speed nearest to `speed` among at least two at equal distances.
std::size_t nearest_speed(std::span<const double> speeds, double speed);

/// Makes the car drive at the speed `by` places from that nearest to its own.
void change_speed(Car& car, std::span<const double> speeds, int by);

/// Makes the car follow the lane `by` lanes to the right of its target, if there is one within
/// reach.
void change_lane(Car& car, const RoadNetwork& network, int by);

/// What the agent may choose on a road of several lanes.
enum RoadMove { kLaneLeft, kKeep, kLaneRight, kFaster, kSlower };

/// Does what was chosen; the car drives at one of 20, 25 and 30 m/s.
void obey(Car& car, const RoadNetwork& network, RoadMove move);

}  // namespace saccade
