#include "envs/box2d/walker_scene.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kViewWidth = 13.5;  // m
constexpr double kViewHeight = 9.6;
constexpr double kBehind = 1;  // m, how far behind the hull's middle things are entities.
constexpr Color kSky{17, 21, 33};
constexpr Color kFarHills{22, 27, 41};
constexpr Color kHills{28, 34, 50};
constexpr Color kCloud{34, 41, 58};
constexpr Color kSoil{44, 49, 59};
constexpr Color kStone{74, 82, 96};
constexpr Color kFarLimb{92, 70, 20};
constexpr Color kNearLimb{206, 143, 12};

Pose pose_of(const b2Body& body) {
  return {body.GetPosition().x, body.GetPosition().y, body.GetAngle()};
}

// The part of the world that is shown.
struct WalkerWindow {
  double left, bottom;

  double right() const { return left + kViewWidth; }
  double top() const { return bottom + kViewHeight; }
  bool shows(double from, double to) const { return to >= left && from <= right(); }
};

// A third of the way into the picture the hull, at its lower third the ground's mean height.
WalkerWindow window_of(const WalkerWorld& world) {
  const double x = world.hull().GetPosition().x;
  const double left = std::clamp(x - kViewWidth / 3, 0.0, WalkerTerrain::kLength - kViewWidth);
  constexpr int kSamples = 60;
  double ground = 0;
  for (int i = 0; i <= kSamples; ++i) {
    ground += world.terrain().height_at(left + kViewWidth * i / kSamples) / (kSamples + 1);
  }
  return {left, ground - kViewHeight / 3.3};
}

// One row of hills.  The farther away it is, the smaller a share of the walker's way it moves.
void draw_hills(const WalkerWindow& window, double share, double top, Color color, Scene& scene) {
  const double shift = window.left * (1 - share);
  const auto height = [&](double x) {
    const double at = x - shift + 10 * top;
    return window.bottom + top + 0.8 * std::sin(0.35 * at) + 0.45 * std::sin(0.83 * at + 1);
  };
  constexpr double kWidth = 0.5;
  double at = std::floor((window.left - shift) / kWidth) * kWidth + shift;
  for (; at < window.right(); at += kWidth) {
    const double next = at + kWidth;
    scene.add(Polygon{{point(at, window.bottom), point(next, window.bottom),
                       point(next, height(next)), point(at, height(at))}},
              color);
  }
}

void draw_clouds(const WalkerTerrain& terrain, const WalkerWindow& window, Scene& scene) {
  for (const auto& cloud : terrain.clouds) {
    WalkerPoint middle;
    for (const WalkerPoint& at : cloud) {
      middle.x += at.x / static_cast<double>(cloud.size());
      middle.y += at.y / static_cast<double>(cloud.size());
    }
    const double x = middle.x + window.left / 2;
    if (!window.shows(x - 3, x + 3)) continue;
    const double y = window.top() - 1.5 + 0.3 * (middle.y - 11);
    for (const WalkerPoint& at : cloud) {
      scene.add(Circle{point(x + 0.14 * (at.x - middle.x), y + 0.14 * (at.y - middle.y)), 0.55F},
                kCloud);
    }
  }
}

void draw_ground(const WalkerTerrain& terrain, const WalkerWindow& window, Scene& scene) {
  const double floor = window.bottom - 1;
  for (int i = 0; i + 1 < WalkerTerrain::kPoints; ++i) {
    const double x = WalkerTerrain::x(i), next = WalkerTerrain::x(i + 1);
    if (!window.shows(x, next)) continue;
    const auto at = static_cast<std::size_t>(i);
    const double y = terrain.y[at], next_y = terrain.y[at + 1];
    scene.add(Polygon{{point(x, std::min(floor, y - 1)), point(next, std::min(floor, next_y - 1)),
                       point(next, next_y), point(x, y)}},
              kSoil);
    scene.add(Line{point(x, y), point(next, next_y), 0.09F}, faded(kGreen, 0.8));
  }
}

// A post every ten metres.
void draw_posts(const WalkerTerrain& terrain, const WalkerWindow& window, Scene& scene) {
  for (int metre = 10; metre < WalkerTerrain::kLength; metre += 10) {
    if (!window.shows(metre - 1, metre + 1)) continue;
    const double y = terrain.height_at(metre);
    scene.add(Line{point(metre, y - 0.1), point(metre, y - 0.45), 0.05F}, kEdge);
    scene.add(Text{point(metre, y - 0.85), std::to_string(metre) + " m", 0.42F}, kEdge);
  }
}

void draw_flag(const WalkerTerrain& terrain, const WalkerWindow& window, double x, Color color,
               Scene& scene) {
  if (!window.shows(x - 1, x + 1)) return;
  const double y = terrain.height_at(x);
  scene.add(Line{point(x, y), point(x, y + 1.7), 0.06F}, kSilver);
  scene.add(Pose{x, y + 1.7}.polygon({{0, 0}, {0.85, -0.25}, {0, -0.5}}), color);
}

void draw_blocks(const WalkerWorld& world, const WalkerWindow& window, bool entities,
                 Scene& scene) {
  const auto& blocks = world.terrain().blocks;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const WalkerBlock& block = blocks[i];
    if (!window.shows(block.left, block.right)) continue;
    const bool seen = entities && is_before_walker(world, block.left, block.right);
    outline(scene.add(box(block.left, block.bottom, block.right, block.top), kStone,
                      seen ? walker_block_id(i) : kNoEntity),
            kEdge, 0.04F);
  }
}

void draw_points(const WalkerWorld& world, const WalkerWindow& window, Scene& scene) {
  for (int i = 0; i < WalkerTerrain::kPoints; ++i) {
    const double x = WalkerTerrain::x(i);
    if (!window.shows(x, x) || !is_before_walker(world, x, x)) continue;
    scene.add(Circle{point(x, world.terrain().y[static_cast<std::size_t>(i)]), 0.1F}, kSkyBlue,
              walker_ground_id(i));
  }
}

void draw_lidar(const WalkerWorld& world, const WalkerView& view, Scene& scene) {
  const b2Vec2 from = world.hull().GetPosition();
  for (int i = 0; i < view.lidar_rays; ++i) {
    const double angle = view.lidar_gap * i;
    const double share = world.lidar(angle);
    const double length = share * WalkerWorld::kLidarRange;
    const Vec2 to = point(from.x + std::sin(angle) * length, from.y - std::cos(angle) * length);
    add_part(scene, Line{{from.x, from.y}, to, 0.025F}, faded(kVermillion, share < 1 ? 0.55 : 0.2),
             kWalkerId);
    if (share < 1) add_part(scene, Circle{to, 0.06F}, kVermillion, kWalkerId);
  }
}

void draw_limb(const b2Body& body, double half_width, Color color, Scene& scene) {
  const double half_height = WalkerWorld::kLegHalfHeight;
  outline(add_part(scene, pose_of(body).box(-half_width, -half_height, half_width, half_height),
                   color, kWalkerId),
          kInk, 0.03F);
}

// The left one is the farther away: dark, and behind the hull.
void draw_leg(const WalkerWorld& world, std::size_t leg, Color color, Scene& scene) {
  const b2Body& thigh = world.limb(2 * leg);
  const b2Body& shin = world.limb(2 * leg + 1);
  draw_limb(shin, WalkerWorld::kShinHalfWidth, color, scene);
  if (world.leg_stands(leg)) {
    const double width = WalkerWorld::kShinHalfWidth;
    const double foot = -WalkerWorld::kLegHalfHeight;
    add_part(scene, pose_of(shin).box(-width, foot, width, foot + 0.16), kGreen, kWalkerId);
  }
  draw_limb(thigh, WalkerWorld::kThighHalfWidth, color, scene);
  for (const double end : {-1.0, 1.0}) {
    const Vec2 at = pose_of(thigh).at(0, end * WalkerWorld::kLegHalfHeight);
    outline(add_part(scene, Circle{at, 0.1F}, kSilver, kWalkerId), kInk, 0.03F);
  }
}

void draw_hull(const WalkerWorld& world, Scene& scene) {
  constexpr double kUnit = 1.0 / 30;
  const Pose hull = pose_of(world.hull());
  outline(scene.add(hull.polygon({{-30 * kUnit, 9 * kUnit},
                                  {-30 * kUnit, -8 * kUnit},
                                  {34 * kUnit, -8 * kUnit},
                                  {34 * kUnit, 1 * kUnit},
                                  {6 * kUnit, 9 * kUnit}}),
                    kBlue, kWalkerId),
          kSkyBlue, 0.05F);
  add_part(scene, hull.box(-30 * kUnit, -4 * kUnit, 34 * kUnit, -2 * kUnit), kSkyBlue, kWalkerId);
  add_part(
      scene,
      hull.polygon({{12 * kUnit, 1 * kUnit}, {30 * kUnit, 0.5 * kUnit}, {14 * kUnit, 5 * kUnit}}),
      kWhite, kWalkerId);
}

}  // namespace

bool is_before_walker(const WalkerWorld& world, double left, double right) {
  const double x = world.hull().GetPosition().x;
  return right >= x - kBehind && left <= x + WalkerWorld::kLidarRange;
}

void draw_walker(const WalkerWorld& world, const WalkerView& view, Scene& scene) {
  const WalkerWindow window = window_of(world);
  const WalkerTerrain& terrain = world.terrain();
  scene.min = point(window.left, window.bottom);
  scene.max = point(window.right(), window.top());
  scene.background = kSky;
  draw_clouds(terrain, window, scene);
  draw_hills(window, 0.25, 5.2, kFarHills, scene);
  draw_hills(window, 0.5, 4.1, kHills, scene);
  draw_flag(terrain, window, 3 * WalkerTerrain::kStep, kVermillion, scene);
  draw_flag(terrain, window, WalkerTerrain::kGoal, kYellow, scene);
  draw_ground(terrain, window, scene);
  draw_blocks(world, window, view.terrain_entities, scene);
  draw_posts(terrain, window, scene);
  if (view.terrain_entities) draw_points(world, window, scene);
  draw_lidar(world, view, scene);
  draw_leg(world, 0, kFarLimb, scene);
  draw_hull(world, scene);
  draw_leg(world, 1, kNearLimb, scene);
}

}  // namespace saccade
