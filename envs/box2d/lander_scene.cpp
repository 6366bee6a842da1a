#include "envs/box2d/lander_scene.h"

#include <cmath>
#include <utility>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kSight = 5;                             // m, to either side
constexpr double kViewTop = LanderWorld::kHeight + 1.7;  // The lander starts at kHeight.
constexpr Color kSky{11, 14, 24};
constexpr Color kMoon{58, 63, 75};
constexpr Color kHull{196, 203, 215};

Pose pose_of(const b2Body& body) {
  return {body.GetPosition().x, body.GetPosition().y, body.GetAngle()};
}

void draw_sky(Scene& scene) {
  Rng stars(7);
  for (int i = 0; i < 90; ++i) {
    const double x = stars.uniform(0, LanderWorld::kWidth);
    const double y = stars.uniform(0, kViewTop);
    const double size = stars.uniform(0.015, 0.045);
    scene.add(Circle{point(x, y), static_cast<float>(size)}, faded(kWhite, 0.2 + 10 * size));
  }
}

void draw_ground(const LanderWorld& world, Scene& scene) {
  const auto& terrain = world.terrain();
  for (std::size_t i = 0; i + 1 < terrain.size(); ++i) {
    const b2Vec2 a = terrain[i];
    const b2Vec2 b = terrain[i + 1];
    scene.add(Polygon{{{a.x, -1}, {b.x, -1}, {b.x, b.y}, {a.x, a.y}}}, kMoon);
    scene.add(Line{{a.x, a.y}, {b.x, b.y}, 0.08F}, kEdge);
  }
}

// A pole with a pennant.
void draw_flag(Scene& scene, double x) {
  constexpr double kFoot = LanderWorld::kPadSurface;
  scene.add(Line{point(x, kFoot), point(x, kFoot + 1.5), 0.05F}, kWhite);
  const Pose top{x, kFoot + 1.5};
  scene.add(top.polygon({{0, 0}, {0.75, -0.22}, {0, -0.45}}), kYellow);
}

void draw_pad(Scene& scene, EntityId id) {
  constexpr double kTop = LanderWorld::kPadSurface;
  scene.add(box(LanderWorld::kPadLeft, kTop - 0.18, LanderWorld::kPadRight, kTop), kGreen, id);
  draw_flag(scene, LanderWorld::kPadLeft);
  draw_flag(scene, LanderWorld::kPadRight);
}

void draw_corners(const LanderWorld& world, Scene& scene) {
  for (int i = 0; i < LanderWorld::kTerrainPoints; ++i) {
    const b2Vec2 at = world.terrain()[static_cast<std::size_t>(i)];
    const bool seen = sees_terrain(world, i);
    scene.add(Circle{{at.x, at.y}, 0.11F}, faded(kSkyBlue, seen ? 1.0 : 0.3),
              seen ? terrain_id(i) : kNoEntity);
  }
}

// A flame from `foot` toward `tip`, both in the hull's frame; it flickers from step to step.
void draw_flame(Scene& scene, const LanderWorld& world, Vec2 foot, Vec2 tip, double power) {
  const double length = power * (world.steps() % 2 == 0 ? 1.0 : 0.8);
  const double x = (tip.x - foot.x) * length;
  const double y = (tip.y - foot.y) * length;
  const Pose hull = pose_of(world.hull());
  for (const auto& [share, color] : {std::pair(1.0, kVermillion), std::pair(0.6, kYellow)}) {
    const double width = 0.2 * share;
    add_part(scene,
             hull.polygon({{foot.x - y * width, foot.y + x * width},
                           {foot.x + x * share, foot.y + y * share},
                           {foot.x + y * width, foot.y - x * width}}),
             color, kLanderId);
  }
}

void draw_flames(const LanderWorld& world, Scene& scene) {
  const LanderThrust& thrust = world.thrust();
  if (thrust.main > 0) draw_flame(scene, world, {0, -0.33F}, {0, -1.5F}, thrust.main);
  if (thrust.side <= 0) return;
  const auto side = static_cast<float>(-thrust.toward);  // It pushes away from its flame.
  draw_flame(scene, world, {side * 0.5F, 0.4F}, {side * 1.2F, 0.4F}, thrust.side);
}

void draw_legs(const LanderWorld& world, Scene& scene) {
  for (const std::size_t i : {0U, 1U}) {
    const Pose leg = pose_of(world.leg(i));
    const Color color = world.leg_stands(i) ? kGreen : kEdge;
    const double side = i == 0 ? 1 : -1;
    const Vec2 mount = pose_of(world.hull()).at(side * 0.38, -0.2);
    add_part(scene, Line{mount, leg.at(0, 0.22), 0.07F}, kEdge, kLanderId);
    outline(add_part(scene, leg.box(-2.0 / 30, -8.0 / 30, 2.0 / 30, 8.0 / 30), color, kLanderId),
            kSilver, 0.02F);
  }
}

void draw_hull(const LanderWorld& world, Scene& scene) {
  constexpr double kUnit = 1.0 / 30;
  const Pose hull = pose_of(world.hull());
  add_part(scene, hull.polygon({{-0.2, -0.3}, {-0.28, -0.45}, {0.28, -0.45}, {0.2, -0.3}}), kEdge,
           kLanderId);
  outline(scene.add(hull.polygon({{-14 * kUnit, 17 * kUnit},
                                  {-17 * kUnit, 0},
                                  {-17 * kUnit, -10 * kUnit},
                                  {17 * kUnit, -10 * kUnit},
                                  {17 * kUnit, 0},
                                  {14 * kUnit, 17 * kUnit}}),
                    kHull, kLanderId),
          kWhite, 0.04F);
  add_part(scene, hull.box(-17 * kUnit, -4 * kUnit, 17 * kUnit, -1 * kUnit), kOrange, kLanderId);
  outline(add_part(scene, Circle{hull.at(0, 0.24), 0.18F}, kBlue, kLanderId), kInk, 0.03F);
}

// Where the lander is when it has left the picture upwards.
void draw_pointer(const LanderWorld& world, Scene& scene) {
  const b2Vec2 at = world.hull().GetPosition();
  if (at.y < kViewTop + 0.6) return;
  const Pose pointer{at.x, kViewTop - 0.2};
  add_part(scene, pointer.polygon({{0, 0}, {-0.35, -0.6}, {0.35, -0.6}}), kOrange, kLanderId);
}

}  // namespace

bool sees_terrain(const LanderWorld& world, int corner) {
  const b2Vec2 at = world.terrain()[static_cast<std::size_t>(corner)];
  return std::abs(at.x - world.hull().GetPosition().x) <= kSight;
}

void draw_lander(const LanderWorld& world, bool terrain_entities, Scene& scene) {
  scene.min = {0, 0};
  scene.max = point(LanderWorld::kWidth, kViewTop);
  scene.background = kSky;
  draw_sky(scene);
  draw_ground(world, scene);
  draw_pad(scene, terrain_entities ? kPadId : kNoEntity);
  if (terrain_entities) draw_corners(world, scene);
  draw_flames(world, scene);
  draw_legs(world, scene);
  draw_hull(world, scene);
  draw_pointer(world, scene);
}

}  // namespace saccade
