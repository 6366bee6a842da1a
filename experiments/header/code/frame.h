// From the world's frame into the agent's own.
#pragma once

#include <cstddef>

//@if pose
#include "experiments/header/code/functions/square_root.h"
#include "experiments/header/code/functions/trigonometry.h"
//@end

namespace saccade::header_code {

/// Where the agent is and faces.  In the world's frame it is and stays this.
struct OwnPose {
  double x = 0, y = 0;
  double cosine = 1, sine = 0;
};

//@if moved
inline float as_float(double value) {
  constexpr double kMost = 3.4028234663852886e38;
  const double below = value < kMost ? value : kMost;
  return static_cast<float>(below > -kMost ? below : -kMost);
}
//@end

//@if pose
inline void face(OwnPose& pose, double angle) {
  const SineCosine of = sine_cosine(angle);
  pose.cosine = of.cosine;
  pose.sine = of.sine;
}

/// Along (x, y); along the x axis if that is (0, 0).
inline void face(OwnPose& pose, double x, double y) {
  const double width = x < 0 ? -x : x, height = y < 0 ? -y : y;
  const double longer = width > height ? width : height;
  if (!(longer > 0)) return;
  const double along = x / longer, across = y / longer;
  const double square = along * along + across * across;
  // Newton's method brings what single precision finds to double precision.
  double scale = 1 / static_cast<double>(square_root(static_cast<float>(square)));
  for (int i = 0; i < 2; ++i) scale *= 1.5 - 0.5 * square * scale * scale;
  pose.cosine = along * scale;
  pose.sine = across * scale;
}

/// A vector (x, y), rotated by minus the agent's heading.
inline void turn(const OwnPose& pose, float* vector) {
  const double x = static_cast<double>(vector[0]), y = static_cast<double>(vector[1]);
  vector[0] = static_cast<float>(x * pose.cosine + y * pose.sine);
  vector[1] = static_cast<float>(y * pose.cosine - x * pose.sine);
}
//@end
//@if moved
/// Two features, x and y of a vector in their units.
struct Pair {
  std::size_t x, y;
  double unit_x, unit_y;
};

/// A direction as the agent sees it; a place, if the pose is taken off it as well.
inline void move(const OwnPose& pose, const Pair& pair, bool is_place, float* features) {
  double x = static_cast<double>(features[pair.x]) * pair.unit_x - (is_place ? pose.x : 0);
  double y = static_cast<double>(features[pair.y]) * pair.unit_y - (is_place ? pose.y : 0);
  const double along = x * pose.cosine + y * pose.sine, across = y * pose.cosine - x * pose.sine;
  features[pair.x] = as_float(along / pair.unit_x);
  features[pair.y] = as_float(across / pair.unit_y);
}
//@end
//@if angle_of
/// An angle in units of rad, less the agent's heading.
inline void move_angle(const OwnPose& pose, double unit, float* feature) {
  const double angle = static_cast<double>(*feature) * unit - angle_of(pose.cosine, pose.sine);
  *feature = static_cast<float>(within_half_turn(angle) / unit);
}
//@end
//@if turned_rays
/// Waves cos a, sin a, cos 2a, sin 2a, cos 4a, sin 4a become those of a + heading - the agent's.
inline void turn_waves(const OwnPose& pose, const SineCosine& heading, float* waves) {
  double c = heading.cosine * pose.cosine + heading.sine * pose.sine;
  double s = heading.sine * pose.cosine - heading.cosine * pose.sine;
  for (std::size_t i = 0; i < 6; i += 2) {
    const double along = static_cast<double>(waves[i]), across = static_cast<double>(waves[i + 1]);
    waves[i] = static_cast<float>(c * along - s * across);
    waves[i + 1] = static_cast<float>(s * along + c * across);
    const double doubled = c * c - s * s;
    s = 2 * s * c;
    c = doubled;
  }
}
//@end

}  // namespace saccade::header_code
