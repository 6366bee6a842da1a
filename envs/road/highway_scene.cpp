#include "envs/road/highway_scene.h"

#include <algorithm>
#include <cmath>

#include "envs/draw/shapes.h"
#include "envs/road/road_scene.h"

namespace saccade {
namespace {

using namespace road_look;
using shapes::faded;

constexpr double kBehind = 30, kAhead = 70;  // m of road in the picture
constexpr double kAside = 8;                 // m of grass beside the road
constexpr double kHalf = RoadLane::kWidth / 2;

/// The part of a lane that is in the picture, from a multiple of `unit` m on; nothing if none is.
LaneLine visible(const RoadLane& lane, const Scene& scene, double unit) {
  const double low = static_cast<double>(scene.min.x) - lane.origin().x - unit;
  const double high = static_cast<double>(scene.max.x) - lane.origin().x + unit;
  return {.from = std::max(std::floor(low / unit) * unit, 0.0),
          .to = std::min(high, lane.length())};
}

void draw_asphalt(const RoadNetwork& network, Scene& scene) {
  for (int i = 0; i < network.lane_count(); ++i) {
    LaneLine line = visible(network.lane(i), scene, 10);
    line.width = 4.8F;
    draw_line(network.lane(i), line, kAsphalt, scene);
  }
}

void draw_markings(const RoadNetwork& network, Scene& scene) {
  for (int i = 0; i < network.lane_count(); ++i) {
    const RoadLane& lane = network.lane(i);
    const bool is_leftmost = network.side_of(i) == 0;
    const bool is_rightmost = network.side_of(i) + 1 == network.road_at(i).lanes;
    LaneLine edge = visible(lane, scene, 1);
    edge.width = 0.22F;
    if (is_leftmost) {
      edge.across = -kHalf;
      draw_line(lane, edge, faded(kPaint, 0.75), scene);
    }
    edge.across = kHalf;
    if (is_rightmost) {
      draw_line(lane, edge, faded(kPaint, 0.75), scene);
    } else {
      constexpr double kDash = 3;
      LaneLine dashes = visible(lane, scene, 2 * kDash);
      dashes.across = kHalf;
      dashes.width = 0.18F;
      dashes.dash = kDash;
      draw_line(lane, dashes, faded(kPaint, 0.55), scene);
    }
  }
}

// Posts beside the road, which show how fast it goes.
void draw_posts(double top, double bottom, Scene& scene) {
  constexpr double kApart = 20;  // m
  const auto first = static_cast<double>(scene.min.x);
  for (double x = std::floor(first / kApart) * kApart; x < static_cast<double>(scene.max.x);
       x += kApart) {
    for (const double y : {top, bottom}) {
      scene.add(shapes::box(x - 0.45, y - 0.45, x + 0.45, y + 0.45), faded(kKerb, 0.55));
    }
  }
}

}  // namespace

void draw_highway(const Traffic& traffic, const RoadSight& sight, Scene& scene) {
  const RoadNetwork& network = traffic.network();
  double left = 0, right = 0;  // m across the road
  for (int i = 0; i < network.lane_count(); ++i) {
    left = std::min(left, network.lane(i).position({0, 0}).y - kHalf);
    right = std::max(right, network.lane(i).position({0, 0}).y + kHalf);
  }
  const double x = traffic.driven().at.x;
  scene.min = shapes::point(x - kBehind, -right - kAside);
  scene.max = shapes::point(x + kAhead, -left + kAside);
  scene.background = kGrass;
  draw_posts(-left + 3, -right - 3, scene);
  draw_asphalt(network, scene);
  draw_markings(network, scene);
  draw_traffic(traffic, sight, scene);
}

}  // namespace saccade
