// How the world of `matching-balls` looks.
#pragma once

#include <array>
#include <vector>

#include "envs/core/scene.h"

namespace saccade {

inline constexpr int kBallColors = 6;

/// One ball; its id is kFirstBallId and its index.
struct Ball {
  int color = 0;  ///< 0 to kBallColors - 1.
  bool taken = false;
};

inline constexpr EntityId kRackId = 0, kFirstBallId = 1;

/// What an episode of `matching-balls` has come to.
struct BallTray {
  std::vector<Ball> balls;
  std::vector<std::size_t> rack;  ///< Indices of the balls taken, the first first.
  bool mismatch = false;          ///< The last ball of the rack has another colour.
  int goal = 0;                   ///< Balls of the most frequent colour.
};

/// Names of the colours, as the features have them.
inline constexpr std::array<const char*, kBallColors> kBallColorNames = {
    "orange", "sky_blue", "green", "yellow", "vermillion", "purple"};

/// Describes the tray with the balls that lie in it, and below it the rack with those taken.
void draw_balls(const BallTray& tray, Scene& scene);

}  // namespace saccade
