// The ground that the bipedal walker walks on, and the clouds above it.
//
// As Gymnasium's BipedalWalker-v3 draws them: same order of random draws, all arithmetic in double.
#pragma once

#include <array>
#include <vector>

#include "envs/core/random.h"

namespace saccade {

/// A point in the world, m.
struct WalkerPoint {
  double x = 0, y = 0;
};

/// A solid box that stands in the way, or is a wall of a pit.
struct WalkerBlock {
  double left = 0, bottom = 0, right = 0, top = 0;  ///< m
};

struct WalkerTerrain {
  static constexpr int kPoints = 200;
  static constexpr double kStep = 14.0 / 30;         ///< m from point to point
  static constexpr double kHeight = 400.0 / 30 / 4;  ///< Where the ground begins, m.
  static constexpr int kStartPoints = 20;            ///< The first ones are level.
  static constexpr int kGrassPoints = 10;            ///< The last ones lie beyond the goal.
  static constexpr double kLength = (kPoints - 1) * kStep;
  static constexpr double kGoal = (kPoints - kGrassPoints) * kStep;

  static double x(int point) { return point * kStep; }
  /// Of the ground, between points too, m; beyond the ends as at the ends.
  double height_at(double x) const;

  std::array<double, kPoints> y{};  ///< From left to right, m.
  std::vector<WalkerBlock> blocks;  ///< From left to right; none unless hardcore.
  std::array<std::array<WalkerPoint, 5>, kPoints / 20> clouds{};
};

/// With pits, stumps and stairs if `hardcore`.
WalkerTerrain make_walker_terrain(bool hardcore, Rng& rng);

}  // namespace saccade
