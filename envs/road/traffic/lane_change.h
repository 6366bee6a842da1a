// When a driver changes lane: MOBIL (Kesting, Treiber and Helbing 2007).
#pragma once

#include <span>

#include "envs/road/traffic/driver.h"

namespace saccade {

/// Makes the car follow another lane, or give up a change that is under way, if the driver wants
/// it.
void consider_lane_change(const DriverModel& model, const RoadNetwork& network, Car& car,
                          std::span<const Car> cars, std::span<const RoadBody> obstacles);

}  // namespace saccade
