// The picture of `mountain-car` and `mountain-car-continuous`.
#pragma once

#include "envs/core/scene.h"

namespace saccade {

struct MountainCarPicture {
  double x = 0;              ///< m, place of the car.
  double push = 0;           ///< Of the last step, in [-1, 1].
  double left_end = 0;       ///< m, where the wall is.
  double right_end = 0;      ///< m
  double goal = 0;           ///< m, where the flag stands.
  bool has_arrived = false;  ///< At the flag.
  EntityId entity = 0;
};

/// Height of the ground, m, and its slope.
double hill_height(double x);
double hill_slope(double x);

void draw_mountain_car(const MountainCarPicture& picture, Scene& scene);

}  // namespace saccade
