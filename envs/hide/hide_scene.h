// How the world of `hide-and-seek` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/hide/hide_world.h"

namespace saccade {

/// What the picture shows of the game besides its world; steps.
struct HideGame {
  int preparation_left = 0;  ///< At most 0 when it is over.
  int preparation = 0;
  int hidden = 0;             ///< After the preparation, in which no hider was seen.
  int found = 0;              ///< In which one was.
  int seeking = 0;            ///< All after the preparation.
  int rays = 0;               ///< Rays of each agent's lidar.
  bool all_is_known = false;  ///< Whether critics are shown what no agent sees.
};

/// Describes the arena from above into an empty scene: cones of sight as far as they reach, walls,
/// boxes with who holds and who locked them, agents with the way they face, and the score.
void draw_hide_world(const HideWorld& world, const HideGame& game, Scene& scene);

}  // namespace saccade
