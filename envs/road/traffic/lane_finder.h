// Which lane a car is on.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "envs/road/traffic/lane.h"

namespace saccade {

/// Finds the nearest of many lanes: it rules nearly all of them out by lower bounds of the distance
/// that a processor computes for several lanes at once, and looks at the others.
class LaneFinder {
 public:
  struct Found {
    int lane = 0;
    LanePlace place;
  };

  void add(const RoadLane& lane);

  /// The lane of least distance with heading, of several the first that was added.  `guess` is one
  /// that is likely to be it; the result does not depend on it.
  Found nearest(RoadPoint point, double heading, int guess) const;

 private:
  static constexpr std::size_t kBlock = 4;

  /// Lanes of one shape, number by number in groups of kBlock.
  struct Block {
    std::array<double, kBlock> x, y, direction_x, direction_y, length, radius;
    std::array<int, kBlock> lane;
  };
  using Bounds = std::array<double, kBlock>;

  static Bounds straight_bounds(const Block& block, RoadPoint point);
  static Bounds arc_bounds(const Block& block, RoadPoint point);
  static void append(std::vector<Block>& blocks, std::size_t count, const RoadLane& lane,
                     int index);

  std::vector<RoadLane> lanes_;
  std::vector<Block> straights_, arcs_;
  std::size_t straight_count_ = 0, arc_count_ = 0;
  std::vector<int> others_;
};

}  // namespace saccade
