// Rectangles that touch.
#pragma once

#include "envs/road/traffic/car.h"

namespace saccade {

/// Lets two bodies collide, the first being a car: both crash if they overlap, and each is pushed
/// by half of the overlap if they will within `dt` s.  An obstacle stays where it is.
void collide(Car& car, Car& other, double dt);
void collide(Car& car, const RoadBody& obstacle, double dt);

/// A rectangle around its middle.
struct RoadBox {
  RoadPoint at;
  double heading = 0;  ///< rad
  double length = 0, width = 0;
};

/// Whether a corner, the middle of a side or the middle of one lies in the other.  As in the
/// original, points are turned the wrong way before they are compared.
bool boxes_meet(const RoadBox& a, const RoadBox& b);

}  // namespace saccade
