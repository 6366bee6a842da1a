#include "envs/couriers/couriers_scene.h"

#include <cmath>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;
using Courier = CouriersWorld::Courier;
using Parcel = CouriersWorld::Parcel;
using Point = CouriersWorld::Point;

constexpr double kPi = 3.14159265358979323846;
constexpr double kEdgeOfSquare = CouriersWorld::kHalf + 0.5;
constexpr Color kNight{21, 23, 28};
constexpr Color kPaving{37, 41, 49};
constexpr Color kJoint{255, 255, 255, 10};
constexpr Color kCarton{176, 132, 84};
constexpr Color kTape{222, 190, 140};
constexpr Color kPorcelain{222, 230, 240};
constexpr std::array<Color, CouriersWorld::kCouriers> kCoats = {kSkyBlue, kYellow};

Vec2 at(Point p) {
  return point(p.x, p.y);
}

void draw_square(Scene& scene) {
  const double edge = kEdgeOfSquare;
  outline(scene.add(box(-edge, -edge, edge, edge), kPaving), kEdge, 0.1F);
  for (double line = -8; line < 9; line += 2) {
    scene.add(Line{point(line, -edge), point(line, edge), 0.05F}, kJoint);
    scene.add(Line{point(-edge, line), point(edge, line), 0.05F}, kJoint);
  }
}

// The door where a parcel is wanted, and a dotted way to it.
void draw_goal(const Parcel& parcel, Point from, Scene& scene) {
  const double x = parcel.goal.x - from.x, y = parcel.goal.y - from.y;
  const double way = std::sqrt(x * x + y * y);
  const bool carried = parcel.carrier >= 0;
  const Color color = carried ? kCoats[static_cast<std::size_t>(parcel.carrier)] : kSilver;
  for (double along = 0.9; along < way - 0.5; along += 0.5) {
    const Vec2 dot = point(from.x + x * along / way, from.y + y * along / way);
    add_part(scene, Circle{dot, 0.06F}, faded(color, carried ? 0.7 : 0.22), parcel.id);
  }
  outline(add_part(scene, Circle{at(parcel.goal), 0.3F}, faded(color, 0.15), parcel.id),
          faded(color, carried ? 1 : 0.5), 0.08F);
  add_part(scene, Circle{at(parcel.goal), 0.09F}, faded(color, carried ? 1 : 0.5), parcel.id);
}

// A carton with tape; fragile ones are white with a goblet on them.
void draw_parcel(const Parcel& parcel, Point place, Scene& scene) {
  const Pose pose{place.x, place.y, 0};
  const EntityId id = parcel.id;
  outline(scene.add(pose.box(-0.38, -0.38, 0.38, 0.38), parcel.fragile ? kPorcelain : kCarton, id),
          kInk, 0.07F);
  if (!parcel.fragile) {
    add_part(scene, pose.box(-0.36, -0.09, 0.36, 0.09), kTape, id);
    return;
  }
  add_part(scene, pose.polygon({{-0.16, 0.26}, {0.16, 0.26}, {0.04, 0}, {-0.04, 0}}), kVermillion,
           id);
  add_part(scene, pose.box(-0.03, -0.22, 0.03, 0.05), kVermillion, id);
  add_part(scene, pose.box(-0.14, -0.27, 0.14, -0.21), kVermillion, id);
}

Point aim_of(const CouriersWorld& world, const Courier& courier) {
  if (courier.chosen < 0) return courier.place;
  const Parcel& parcel = world.parcels()[static_cast<std::size_t>(courier.chosen)];
  return courier.carried >= 0 ? parcel.goal : world.place_of(parcel);
}

// How much strength is left, as an arc that begins on top.
void draw_strength(const Courier& courier, Color color, EntityId id, Scene& scene) {
  constexpr int kParts = 20;
  constexpr double kRadius = 0.82;
  for (int part = 0; part < kParts; ++part) {
    const Pose along{courier.place.x, courier.place.y, kPi / 2 - 2 * kPi * (part + 0.5) / kParts};
    const bool full = part * CouriersWorld::kFullStrength < courier.strength * kParts;
    add_part(scene, Line{along.at(kRadius, -0.11), along.at(kRadius, 0.11), 0.11F},
             full ? color : faded(kSilver, 0.15), id);
  }
}

// Seen from above: shoulders and a cap with a peak; who runs leaves streaks.
void draw_courier(const CouriersWorld& world, std::size_t number, Scene& scene) {
  const Courier& courier = world.couriers()[number];
  const auto id = static_cast<EntityId>(number);
  const Color coat = kCoats[number];
  const Point aim = aim_of(world, courier);
  const double x = aim.x - courier.place.x, y = aim.y - courier.place.y;
  const double angle = x == 0 && y == 0 ? kPi / 2 : std::atan2(y, x);
  const Pose pose{courier.place.x, courier.place.y, angle};
  if (courier.carried < 0 && courier.chosen >= 0) {
    add_part(scene, Line{at(courier.place), at(aim), 0.07F}, faded(coat, 0.35), id);
  }
  for (const double side : {-0.3, 0.0, 0.3}) {
    if (!courier.running) break;
    add_part(scene, Line{pose.at(-1.6, side), pose.at(-0.6, side), 0.09F}, faded(kWhite, 0.4), id);
  }
  draw_strength(courier, coat, id, scene);
  add_part(scene, pose.polygon({{-0.25, -0.6}, {0.2, -0.6}, {0.2, 0.6}, {-0.25, 0.6}}),
           faded(coat, 0.75), id);
  outline(scene.add(Circle{at(courier.place), 0.42F}, coat, id), kInk, 0.07F);
  add_part(scene, pose.polygon({{0.2, -0.3}, {0.6, -0.2}, {0.6, 0.2}, {0.2, 0.3}}), kInk, id);
}

void draw_score(const CouriersWorld& world, Scene& scene) {
  const auto& total = world.total();
  scene.add(
      Text{point(-4.5, -kEdgeOfSquare - 0.9), std::to_string(total.delivered) + " delivered", 0.8F},
      faded(kWhite, 0.9));
  scene.add(Text{point(4.5, -kEdgeOfSquare - 0.9), std::to_string(total.broken) + " broken", 0.8F},
            faded(total.broken > 0 ? kVermillion : kWhite, 0.9));
}

}  // namespace

void draw_couriers(const CouriersWorld& world, Scene& scene) {
  scene.min = point(-kEdgeOfSquare - 0.7, -kEdgeOfSquare - 1.7);
  scene.max = point(kEdgeOfSquare + 0.7, kEdgeOfSquare + 0.7);
  scene.background = kNight;
  draw_square(scene);
  for (const Parcel& parcel : world.parcels()) draw_goal(parcel, world.place_of(parcel), scene);
  for (const Parcel& parcel : world.parcels()) {
    if (parcel.carrier < 0) draw_parcel(parcel, parcel.place, scene);
  }
  for (std::size_t c = 0; c < CouriersWorld::kCouriers; ++c) draw_courier(world, c, scene);
  for (const Parcel& parcel : world.parcels()) {  // In the arms of who carries it.
    if (parcel.carrier < 0) continue;
    const Point place = world.place_of(parcel);
    const Pose pose{place.x, place.y, std::atan2(parcel.goal.y - place.y, parcel.goal.x - place.x)};
    const Vec2 arms = pose.at(0.75, 0);
    draw_parcel(parcel, {static_cast<double>(arms.x), static_cast<double>(arms.y)}, scene);
  }
  draw_score(world, scene);
}

}  // namespace saccade
