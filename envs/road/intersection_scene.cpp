#include "envs/road/intersection_scene.h"

#include <cmath>

#include "envs/draw/shapes.h"
#include "envs/road/road_scene.h"

namespace saccade {
namespace {

using namespace road_look;
using shapes::add_part;
using shapes::box;
using shapes::faded;
using shapes::kGreen;
using shapes::kSkyBlue;
using shapes::kYellow;
using shapes::outline;

constexpr double kView = 60;    // m from the middle to the picture's edge.
constexpr double kEdge = 11;    // m from the middle to where the arms begin.
constexpr double kCurb = 7;     // m, radius of the corners.
constexpr double kBeyond = 80;  // m, outside the picture.

void draw_asphalt(Scene& scene) {
  scene.add(box(-kEdge, -kEdge, kEdge, kEdge), kAsphalt);
  for (const double x : {-kEdge, kEdge}) {
    for (const double y : {-kEdge, kEdge}) {
      outline(scene.add(Circle{shapes::point(x, y), static_cast<float>(kCurb)}, kGrass), kKerb,
              0.25F);
      // Of the kerb's circle only the quarter at the crossing is to be seen.
      const double far_x = x < 0 ? -kBeyond : kBeyond, far_y = y < 0 ? -kBeyond : kBeyond;
      const double in_x = x < 0 ? -4 : 4, in_y = y < 0 ? -4 : 4;
      scene.add(
          box(std::min(x, far_x), std::min(in_y, far_y), std::max(x, far_x), std::max(in_y, far_y)),
          kGrass);
      scene.add(
          box(std::min(in_x, far_x), std::min(y, far_y), std::max(in_x, far_x), std::max(y, far_y)),
          kGrass);
    }
  }
  for (const double side : {-1.0, 1.0}) {
    const double a = side < 0 ? -kBeyond : kEdge, b = side < 0 ? -kEdge : kBeyond;
    scene.add(box(a, -4, b, 4), kAsphalt);
    scene.add(box(-4, a, 4, b), kAsphalt);
  }
}

void draw_arm(const RoadLane& in, bool gives_way, Scene& scene) {
  const double end = in.length();
  draw_line(in, {.across = 2, .from = 0, .to = end, .width = 0.25F}, kKerb, scene);
  draw_line(in, {.across = -6, .from = 0, .to = end, .width = 0.25F}, kKerb, scene);
  draw_line(in, {.across = -2, .from = 0, .to = end - 14, .width = 0.22F, .dash = 3},
            faded(kPaint, 0.6), scene);
  draw_line(in, {.across = -2, .from = end - 14, .to = end, .width = 0.22F}, faded(kPaint, 0.6),
            scene);
  if (!gives_way) return;
  for (double across = -1.7; across < 1.8; across += 0.85) {  // Teeth that point at who must wait.
    scene.add(Polygon{{on_picture(in.position({end, across - 0.32})),
                       on_picture(in.position({end, across + 0.32})),
                       on_picture(in.position({end - 1, across}))}},
              faded(kPaint, 0.85));
  }
}

void draw_way(const IntersectionWorld& world, Scene& scene) {
  constexpr double kGoal = 25;  // m along the exit
  const RoadNetwork& network = world.traffic().network();
  const RoadRoute& way = world.way();
  for (std::size_t i = 0; i < way.size(); ++i) {
    const RoadLane& lane = network.lane(network.road(way.road(i)).first_lane);
    const bool is_exit = i + 1 == way.size();
    draw_line(lane, {.from = 0, .to = is_exit ? kGoal : lane.length(), .width = 0.5F, .dash = 1.2},
              faded(kSkyBlue, 0.4), scene);
    if (!is_exit) continue;
    draw_line(lane, {.from = kGoal, .to = kGoal + 12, .width = 3.6F}, faded(kGreen, 0.35), scene);
    for (double along = kGoal + 3; along < kGoal + 11; along += 3) {
      for (const double side : {-1.1, 1.1}) {
        scene.add(Line{on_picture(lane.position({along - 1.2, side})),
                       on_picture(lane.position({along, 0})), 0.35F},
                  faded(kPaint, 0.8));
      }
    }
  }
}

}  // namespace

void draw_intersection(const IntersectionWorld& world, const RoadSight& sight, Scene& scene) {
  scene.min = shapes::point(-kView, -kView);
  scene.max = shapes::point(kView, kView);
  scene.background = kGrass;
  draw_asphalt(scene);
  const RoadNetwork& network = world.traffic().network();
  for (int lane = 0; lane < network.lane_count(); ++lane) {
    if (!world.is_entry(lane)) continue;
    draw_arm(network.lane(lane), network.lane(lane).rules().priority < 3, scene);
  }
  draw_way(world, scene);
  draw_traffic(world.traffic(), sight, scene);
}

}  // namespace saccade
