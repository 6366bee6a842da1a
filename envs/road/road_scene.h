// How roads and cars look.  The picture's y axis points up, the roads' points down.
#pragma once

#include <vector>

#include "envs/core/scene.h"
#include "envs/road/road_senses.h"
#include "envs/road/traffic/traffic.h"

namespace saccade::road_look {

inline constexpr Color kGrass{25, 31, 29};
inline constexpr Color kAsphalt{48, 52, 60};
inline constexpr Color kKerb{122, 130, 142};
inline constexpr Color kPaint{226, 230, 236};

Vec2 on_picture(RoadPoint point);

/// A line along the lane, `across` m to the right of its middle, between two places along it.
struct LaneLine {
  double across = 0;
  double from = 0, to = 0;  ///< m
  float width = 0.2F;
  double dash = 0;  ///< m of a dash, as long as the gap after it; 0: no gaps.
};
void draw_line(const RoadLane& lane, const LaneLine& line, Color color, Scene& scene);

/// All cars and obstacles: those that the agent sees with their ids, the others pale, and the
/// agent's own with a halo.
void draw_traffic(const Traffic& traffic, const RoadSight& sight, Scene& scene);

}  // namespace saccade::road_look
