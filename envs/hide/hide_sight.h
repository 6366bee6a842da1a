// Who can see what in `hide-and-seek`: lines of sight and rays.
//
// Every body of the world says by its user data what it is.
#pragma once

#include <box2d/box2d.h>

#include "envs/core/observation_space.h"

namespace saccade {

/// What a body is, and what a ray meets.
enum HideThing { kHideWallThing, kHideBoxThing, kHideHiderThing, kHideSeekerThing };

inline HideThing hide_thing(const b2Body& body) {
  return static_cast<HideThing>(const_cast<b2Body&>(body).GetUserData().pointer);
}

/// Whether no wall and no box but `except` lies on the way from one point to another.
bool is_hide_line_clear(const b2World& world, b2Vec2 from, b2Vec2 to,
                        const b2Body* except = nullptr);

/// Whether `target` lies in the cone that opens at `eye` around the unit vector `ahead`;
/// `cosine` of half of the cone's angle.
bool is_in_hide_cone(b2Vec2 eye, b2Vec2 ahead, float cosine, b2Vec2 target);

/// What a ray meets first.
struct HideHit {
  float distance = 0;  ///< m; the range when it meets nothing.
  int thing = -1;      ///< A HideThing, or -1.
};

/// Looks from `eye` along the unit vector `sight` for at most `range` (m), through `self` and, if
/// `through_agents`, through all agents.
HideHit cast_hide_ray(const b2World& world, b2Vec2 eye, b2Vec2 sight, float range,
                      const b2Body* self, bool through_agents = false);

/// "lidar": `count` rays from the agent's centre, as long as the arena's diagonal.
RayModality hide_rays(int count, float arena);

/// Unit vector of ray `ray` of `count` of an agent that faces `ahead`.
b2Vec2 hide_ray_direction(b2Vec2 ahead, int ray, int count);

}  // namespace saccade
