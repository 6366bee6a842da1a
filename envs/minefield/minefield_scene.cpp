#include "envs/minefield/minefield_scene.h"

#include <algorithm>
#include <cmath>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;
using Point = MinefieldWorld::Point;

constexpr double kPi = 3.14159265358979323846;
constexpr double kMargin = 8;
constexpr double kGridSpacing = 20;
constexpr float kTouch = static_cast<float>(MinefieldWorld::kRadius);

constexpr Color kSand{52, 47, 40};
constexpr Color kBeyond{24, 23, 22};
constexpr Color kGridLine{255, 240, 210, 13};
constexpr Color kIron{58, 62, 70};
constexpr Color kRubber{20, 21, 24};

Vec2 at(Point p) {
  return point(p.x, p.y);
}

void frame_view(const MinefieldWorld& world, Scene& scene) {
  const double edge = world.half() + kMargin;
  const Pose& vehicle = world.vehicle();
  scene.min = point(std::min(-edge, vehicle.x - kMargin), std::min(-edge, vehicle.y - kMargin));
  scene.max = point(std::max(edge, vehicle.x + kMargin), std::max(edge, vehicle.y + kMargin));
  scene.background = kBeyond;
}

void draw_ground(double half, Scene& scene) {
  outline(scene.add(box(-half, -half, half, half), kSand), faded(kOrange, 0.3), 0.6F);
  for (double line = -half + kGridSpacing; line < half - 0.01; line += kGridSpacing) {
    scene.add(Line{point(line, -half), point(line, half), 0.4F}, kGridLine);
    scene.add(Line{point(-half, line), point(half, line), 0.4F}, kGridLine);
  }
}

// Two tracks that fade behind the vehicle.
void draw_trail(const MinefieldWorld& world, Scene& scene) {
  constexpr std::size_t kLongest = 60;
  const std::vector<Point>& trail = world.trail();
  const std::size_t first = trail.size() - std::min(trail.size(), kLongest);
  for (std::size_t i = first; i < trail.size(); ++i) {
    const Point from = trail[i];
    const Point to =
        i + 1 < trail.size() ? trail[i + 1] : Point{world.vehicle().x, world.vehicle().y};
    const double fresh = 1 - static_cast<double>(trail.size() - i) / (kLongest + 1);
    const Pose along{0, 0, std::atan2(to.y - from.y, to.x - from.x)};
    for (const double side : {-1.4, 1.4}) {
      const Vec2 aside = along.at(0, side);
      const Line track{{at(from).x + aside.x, at(from).y + aside.y},
                       {at(to).x + aside.x, at(to).y + aside.y},
                       0.9F};
      add_part(scene, track, faded(kInk, 0.55 * fresh), kVehicleId);
    }
  }
}

// A flag on a ringed landing place.
void draw_target(const MinefieldWorld& world, Scene& scene) {
  const Pose place{world.target().x, world.target().y, 0};
  outline(scene.add(Circle{at(world.target()), kTouch}, faded(kGreen, 0.25), kTargetId), kGreen,
          0.5F);
  outline(
      add_part(scene, Circle{at(world.target()), 0.55F * kTouch}, faded(kGreen, 0.3), kTargetId),
      faded(kGreen, 0.8), 0.35F);
  if (world.on_target()) {
    outline(
        add_part(scene, Circle{at(world.target()), 1.6F * kTouch}, faded(kYellow, 0.12), kTargetId),
        faded(kYellow, 0.9), 0.5F);
  }
  add_part(scene, Line{place.at(0, 0), place.at(0, 7.5), 0.6F}, kSilver, kTargetId);
  add_part(scene, place.polygon({{0.3, 7.5}, {5, 6}, {0.3, 4.5}}), kGreen, kTargetId);
}

void draw_blast(Point mine, EntityId id, Scene& scene) {
  constexpr int kTongues = 12;
  add_part(scene, Circle{at(mine), 1.7F * kTouch}, faded(kVermillion, 0.35), id);
  for (int i = 0; i < kTongues; ++i) {
    const double reach = i % 2 == 0 ? 2.1 : 1.5;
    const Pose tongue{mine.x, mine.y, 2 * kPi * i / kTongues};
    add_part(scene, tongue.polygon({{0, -1.3}, {reach * kTouch, 0}, {0, 1.3}}),
             i % 2 == 0 ? kOrange : kYellow, id);
  }
  add_part(scene, Circle{at(mine), 0.5F * kTouch}, kWhite, id);
}

// An iron ball with horns in the circle that must not be entered.
void draw_mine(Point mine, EntityId id, bool is_touched, Scene& scene) {
  constexpr int kHorns = 8;
  constexpr double kBall = 2.3;
  outline(add_part(scene, Circle{at(mine), kTouch}, faded(kVermillion, 0.09), id),
          faded(kVermillion, 0.3), 0.3F);
  if (is_touched) draw_blast(mine, id, scene);
  for (int i = 0; i < kHorns; ++i) {
    const Pose horn{mine.x, mine.y, 2 * kPi * (i + 0.5) / kHorns};
    add_part(scene, Line{horn.at(kBall - 0.3, 0), horn.at(kBall + 1.1, 0), 0.7F}, kSilver, id);
  }
  outline(scene.add(Circle{at(mine), static_cast<float>(kBall)}, kIron, id), kInk, 0.3F);
  add_part(scene, Circle{point(mine.x - 0.7, mine.y + 0.7), 0.65F}, faded(kWhite, 0.35), id);
  add_part(scene, Circle{at(mine), 0.75F}, kVermillion, id);
}

// A rover, whose middle is the point that touches.
void draw_vehicle(const Pose& vehicle, Scene& scene) {
  for (const double x : {-2.2, 0.0, 2.2}) {
    for (const double y : {-2.0, 2.0}) {
      add_part(scene, vehicle.box(x - 0.9, y - 0.55, x + 0.9, y + 0.55), kRubber, kVehicleId);
    }
  }
  SceneShape& body = scene.add(
      vehicle.polygon({{-3, -1.6}, {2, -1.6}, {3.6, -0.7}, {3.6, 0.7}, {2, 1.6}, {-3, 1.6}}),
      kSkyBlue, kVehicleId);
  outline(body, kWhite, 0.25F);
  add_part(scene, vehicle.polygon({{0.6, -1.1}, {2, -0.9}, {2, 0.9}, {0.6, 1.1}}), kInk,
           kVehicleId);
  add_part(scene, vehicle.box(-2.5, -1.1, -0.4, 1.1), kBlue, kVehicleId);
  for (const double y : {-1.0, 1.0}) {
    add_part(scene, Circle{vehicle.at(3.1, 0.55 * y), 0.35F}, kYellow, kVehicleId);
    add_part(scene, vehicle.polygon({{3.6, 0.5 * y}, {9, 2.6 * y}, {9, 0.2 * y}}),
             faded(kYellow, 0.13), kVehicleId);
  }
}

}  // namespace

void draw_minefield(const MinefieldWorld& world, Scene& scene) {
  frame_view(world, scene);
  draw_ground(world.half(), scene);
  draw_trail(world, scene);
  draw_target(world, scene);
  const int touched = world.touched_mine();
  int index = 0;
  for (const MinefieldWorld::Mine& mine : world.mines()) {
    draw_mine(mine, mine.id, index++ == touched, scene);
  }
  draw_vehicle(world.vehicle(), scene);
}

}  // namespace saccade
