// How the world of `cherry-pick` looks.
#pragma once

#include <vector>

#include "envs/core/scene.h"

namespace saccade {

/// One cherry of the tree; its id is kFirstCherryId and its index.
struct Cherry {
  double quality = 0;
  bool picked = false;
};

inline constexpr EntityId kPickerId = 0, kFirstCherryId = 1;

/// What an episode of `cherry-pick` has come to.
struct CherryTree {
  std::vector<Cherry> cherries;
  std::vector<std::size_t> basket;  ///< Indices of those picked, the first first.
  double total = 0;                 ///< Qualities of the basket's cherries together.
  int picks = 0;                    ///< As many as an episode has.
};

/// Describes the tree, the basket below it and a gauge from 0 to 1 of what the basket is worth.
void draw_cherries(const CherryTree& tree, Scene& scene);

}  // namespace saccade
