// Roads that lead from node to node, each of one or more lanes side by side.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "envs/road/traffic/lane.h"
#include "envs/road/traffic/lane_finder.h"

namespace saccade {

/// The roads that a car means to take, the first being the one it is on.  With nowhere to go it
/// has none at all.
class RoadRoute {
 public:
  bool empty() const { return first_ == count_; }
  bool is_full() const { return count_ == kLongest; }
  std::size_t size() const { return count_ - first_; }
  int road(std::size_t i) const { return roads_[first_ + i]; }
  void drop_first() { ++first_; }
  void append(int road) { roads_[count_++] = road; }

 private:
  static constexpr std::size_t kLongest = 4;
  std::array<int, kLongest> roads_{};
  std::size_t first_ = 0, count_ = 0;
};

/// A directed graph.  Lanes are numbered road by road, in the order in which these were added.
class RoadNetwork {
 public:
  struct Road {
    int from = 0, to = 0;  ///< Nodes.
    int first_lane = 0;
    int lanes = 0;
  };

  /// Returns the road's number.
  int add_road(int from, int to, const std::vector<RoadLane>& lanes);

  const RoadLane& lane(int index) const { return lanes_[static_cast<std::size_t>(index)]; }
  int lane_count() const { return static_cast<int>(lanes_.size()); }
  int road_of(int lane) const { return road_of_[static_cast<std::size_t>(lane)]; }
  const Road& road(int index) const { return roads_[static_cast<std::size_t>(index)]; }
  const Road& road_at(int lane) const { return road(road_of(lane)); }
  /// The number of a lane among those of its road, from the left.
  int side_of(int lane) const { return lane - road_at(lane).first_lane; }
  /// The lane `by` lanes to the right, or the last in that direction.
  int beside(int lane, int by) const;

  /// The lane that a car is on; see LaneFinder.
  LaneFinder::Found closest_lane(RoadPoint point, double heading, int guess = 0) const {
    return finder_.nearest(point, heading, guess);
  }

  /// The lane to follow after `lane`, on which a car is at `place`: that of the route, whose first
  /// road is dropped once it is over, else the one that begins nearest; `lane` itself if no road
  /// goes on.
  int next_lane(int lane, LanePlace place, RoadRoute& route) const;

  /// The road of `lane` and those that lead from its end to `node` by the fewest roads, or that of
  /// `lane` alone if none does.
  RoadRoute plan_route(int lane, int node) const;

  /// A place and the heading there.
  struct Prediction {
    RoadPoint at;
    double heading = 0;
  };
  /// The middle of the route at `along` m from the start of its first road, in the lane of the same
  /// number as `lane`; without a route, of `lane`.
  Prediction along_route(const RoadRoute& route, double along, int lane) const;

 private:
  /// The lane of `road` that continues `lane`: that of the same number if both roads have as many
  /// lanes, else the nearest.
  int lane_beginning_near(int road, RoadPoint point, int lane) const;

  std::vector<RoadLane> lanes_;
  LaneFinder finder_;
  std::vector<int> road_of_;
  std::vector<Road> roads_;
};

}  // namespace saccade
