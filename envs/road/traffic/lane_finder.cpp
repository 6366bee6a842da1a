#include "envs/road/traffic/lane_finder.h"

#include <algorithm>
#include <cmath>

namespace saccade {

void LaneFinder::add(const RoadLane& lane) {
  const int index = static_cast<int>(lanes_.size());
  lanes_.push_back(lane);
  if (lane.shape() == RoadLane::kStraight) append(straights_, straight_count_++, lane, index);
  if (lane.shape() == RoadLane::kArc) append(arcs_, arc_count_++, lane, index);
  if (lane.shape() == RoadLane::kSine) others_.push_back(index);
}

// Places of a block that stay empty repeat its first lane.
void LaneFinder::append(std::vector<Block>& blocks, std::size_t count, const RoadLane& lane,
                        int index) {
  const std::size_t first = count % kBlock;
  if (first == 0) blocks.emplace_back();
  Block& block = blocks.back();
  for (std::size_t i = first; i < (first == 0 ? kBlock : first + 1); ++i) {
    block.x[i] = lane.origin().x;
    block.y[i] = lane.origin().y;
    block.direction_x[i] = lane.direction().x;
    block.direction_y[i] = lane.direction().y;
    block.length[i] = lane.length();
    block.radius[i] = lane.radius();
    block.lane[i] = index;
  }
}

// The distances without heading.
LaneFinder::Bounds LaneFinder::straight_bounds(const Block& block, RoadPoint point) {
  Bounds bounds;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double x = point.x - block.x[i], y = point.y - block.y[i];
    const double along = std::fma(y, block.direction_y[i], x * block.direction_x[i]);
    const double across = std::fma(y, block.direction_x[i], x * -block.direction_y[i]);
    const double after = along - block.length[i];
    bounds[i] = std::abs(across) + (after > 0 ? after : 0) + (along < 0 ? -along : 0);
  }
  return bounds;
}

// How far the point is across.
LaneFinder::Bounds LaneFinder::arc_bounds(const Block& block, RoadPoint point) {
  Bounds bounds;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double x = point.x - block.x[i], y = point.y - block.y[i];
    bounds[i] = std::abs(block.radius[i] - std::sqrt(std::fma(y, y, x * x)));
  }
  return bounds;
}

LaneFinder::Found LaneFinder::nearest(RoadPoint point, double heading, int guess) const {
  const RoadLane& first = lanes_[static_cast<std::size_t>(guess)];
  Found found{guess, first.locate(point)};
  double least = first.distance(found.place, heading);
  const auto look_at = [&](int index) {
    if (index == guess) return;
    const RoadLane& lane = lanes_[static_cast<std::size_t>(index)];
    const LanePlace place = lane.locate(point);
    const double distance = lane.distance(place, heading);
    if (distance > least || (distance == least && index > found.lane)) return;
    found = {index, place};
    least = distance;
  };
  const auto look_through = [&](const Block& block, const Bounds& bounds) {
    for (std::size_t i = 0; i < kBlock; ++i) {
      if (bounds[i] <= least) look_at(block.lane[i]);
    }
  };
  for (const Block& block : straights_) look_through(block, straight_bounds(block, point));
  for (const Block& block : arcs_) look_through(block, arc_bounds(block, point));
  for (const int lane : others_) look_at(lane);
  return found;
}

}  // namespace saccade
