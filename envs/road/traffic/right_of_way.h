// Who lets whom pass where roads cross.
#pragma once

#include <span>

#include "envs/road/traffic/car.h"

namespace saccade {

/// Lets all who yielded drive on, and then makes one car of each pair yield, that is, brake to a
/// stop, if the two would come near each other within 3 s: the one on the lane of lower priority,
/// or the one that sees the other farther ahead.  The agent's car need not obey.
void enforce_right_of_way(const RoadNetwork& network, std::span<Car> cars);

}  // namespace saccade
