// Where an episode of `hide-and-seek` begins: the walls, and places of agents and boxes.
#pragma once

#include <box2d/box2d.h>

#include <vector>

#include "envs/core/random.h"
#include "envs/settings/count_range.h"

namespace saccade {

struct HideSettings {
  int hiders = 2;
  int seekers = 2;
  CountRange boxes{2, 2};
  CountRange doorways{1, 2};   ///< Of the room; at least 1, at most 2.
  bool has_room = true;        ///< Otherwise the arena has no inner walls.
  bool hiders_in_room = true;  ///< Where hiders begin; otherwise anywhere.
  float arena = 12;            ///< Side of the square arena, m.
  float cone = 135;            ///< Whole angle of the cone of sight, degrees; 360: all around.
};

/// A straight wall, parallel to x or y: everything within kHideWallHalf of the line along x and
/// along y, so that it reaches as far beyond the line's ends.
struct HideWall {
  b2Vec2 from{0, 0};
  b2Vec2 to{0, 0};
};

struct HidePose {
  b2Vec2 position{0, 0};
  float angle = 0;  ///< rad
};

/// The arena spans [-half, half] in both directions, m.
struct HideLayout {
  float half = 6;
  std::vector<HideWall> walls{};   ///< The four around the arena, then those of the room.
  std::vector<HidePose> agents{};  ///< Hiders, then seekers.
  std::vector<HidePose> boxes{};
};

inline constexpr float kHideWallHalf = 0.15F;    ///< Half of a wall's thickness, m.
inline constexpr float kHideDoorway = 1.2F;      ///< Clear width of a doorway, m.
inline constexpr float kHideAgentRadius = 0.4F;  ///< m
inline constexpr float kHideBoxHalf = 0.7F;      ///< Half of a box's side, m.

/// The four walls around an arena.
std::vector<HideWall> hide_outer_walls(float half);

/// Draws an episode's beginning.  The room is the quarter at the lower right; boxes begin in it,
/// seekers outside.
HideLayout make_hide_layout(const HideSettings& settings, Rng& rng);

}  // namespace saccade
