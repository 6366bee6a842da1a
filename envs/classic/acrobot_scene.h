// The picture of `acrobot`.
#pragma once

#include <cstddef>
#include <vector>

#include "envs/core/scene.h"

namespace saccade {

/// How the two links of an acrobot hang and turn.
struct AcrobotState {
  double angle1 = 0;  ///< rad, of the upper link from straight down, counter-clockwise.
  double angle2 = 0;  ///< rad, of the lower link from the upper one.
  double speed1 = 0;  ///< rad/s
  double speed2 = 0;  ///< rad/s
};

/// Where the free end is, m from the fixed joint, and how fast it moves, m/s.
struct FreeEnd {
  Vec2 position;
  Vec2 velocity;
};

FreeEnd free_end(const AcrobotState& state);

struct AcrobotPicture {
  AcrobotState now;
  std::vector<FreeEnd> trail;  ///< Where the free end was, the oldest first; without where it is.
  double torque = 0;           ///< Of the last step, in [-1, 1].
  bool is_up = false;          ///< Whether the free end is above the line.
  double seconds_per_step = 1;
  EntityId entity = 0;
};

void draw_acrobot(const AcrobotPicture& picture, Scene& scene);

}  // namespace saccade
