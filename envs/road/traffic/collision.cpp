#include "envs/road/traffic/collision.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace saccade {
namespace {

using Corners = std::array<RoadPoint, 4>;

Corners corners_of(const RoadBody& body) {
  Corners corners;
  const double l = body.length / 2, w = body.width / 2;
  const std::array<RoadPoint, 4> local = {{{-l, -w}, {-l, w}, {l, w}, {l, -w}}};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto [x, y] = local[i];
    corners[i] = {dot({x, y}, {body.facing.x, -body.facing.y}) + body.at.x,
                  dot({x, y}, {body.facing.y, body.facing.x}) + body.at.y};
  }
  return corners;
}

struct Interval {
  double low, high;
};

Interval shadow(const Corners& corners, RoadPoint axis) {
  Interval shadow{dot(corners[0], axis), dot(corners[0], axis)};
  for (std::size_t i = 1; i < 4; ++i) {
    const double at = dot(corners[i], axis);
    shadow = {std::min(shadow.low, at), std::max(shadow.high, at)};
  }
  return shadow;
}

/// Between two intervals; negative if they overlap.
double distance(Interval a, Interval b) {
  return a.low < b.low ? b.low - a.high : a.low - b.high;
}

struct Contact {
  bool is_now = false;
  bool is_soon = false;
  RoadPoint push;  ///< Of the first body, if is_soon, away from the second.
};

// Separating axes, as in the article "2D Polygon Collision Detection" (L. Cozic, The Code Project,
// 2006) that the original follows: every side's normal, with the first body's shadow stretched by
// what it moves.
Contact contact_between(const RoadBody& a, const RoadBody& b, double dt) {
  const Corners mine = corners_of(a), its = corners_of(b);
  const RoadPoint va = a.velocity(), vb = b.velocity();
  const RoadPoint moves{va.x * dt - vb.x * dt, va.y * dt - vb.y * dt};
  const RoadPoint between = a.at - b.at;
  Contact contact{true, true, {}};
  double least = std::numeric_limits<double>::infinity();
  for (const Corners& corners : {mine, its}) {
    for (std::size_t i = 0; i < 4; ++i) {
      const RoadPoint p = corners[i], q = corners[(i + 1) % 4];
      const double side = distance_between(p, q);
      const RoadPoint normal{(p.y - q.y) / side, (q.x - p.x) / side};
      Interval first = shadow(mine, normal);
      const Interval second = shadow(its, normal);
      if (distance(first, second) > 0) contact.is_now = false;
      const double move = dot(normal, moves);
      (move < 0 ? first.low : first.high) += move;
      const double apart = distance(first, second);
      if (apart > 0) contact.is_soon = false;
      if (!contact.is_now && !contact.is_soon) return contact;
      if (std::abs(apart) >= least) continue;
      least = std::abs(apart);
      const double sign = dot(between, normal) > 0 ? 1 : -1;
      contact.push = {sign * least * normal.x, sign * least * normal.y};
    }
  }
  return contact;
}

bool may_touch(const Car& car, const RoadBody& other, double dt) {
  const double reach = (car.diagonal + other.diagonal) / 2 + car.speed * dt;
  constexpr double kMore = 1e-6;  // Than rounding errors.
  const RoadPoint offset = other.at - car.at;
  if (std::abs(offset.x) > reach + kMore || std::abs(offset.y) > reach + kMore) return false;
  return length_of(offset) <= reach;
}

void strike(Car& car, double x, double y) {
  car.is_struck = true;
  car.impact = {x, y};
}

/// Whether one of nine points of `other`, at each half of its length and width, lies in `box`.
bool has_point_of(const RoadBox& other, RoadPoint its_facing, const RoadBox& box,
                  RoadPoint facing) {
  for (const double l : {-other.length / 2, 0.0, other.length / 2}) {
    for (const double w : {-other.width / 2, 0.0, other.width / 2}) {
      const RoadPoint point{dot({l, w}, {its_facing.x, -its_facing.y}) + other.at.x,
                            dot({l, w}, {its_facing.y, its_facing.x}) + other.at.y};
      const RoadPoint offset = point - box.at;
      const double along = std::fma(facing.x, offset.x, -facing.y * offset.y);
      const double across = std::fma(facing.y, offset.x, facing.x * offset.y);
      if (std::abs(along) <= box.length / 2 && std::abs(across) <= box.width / 2) return true;
    }
  }
  return false;
}

}  // namespace

void collide(Car& car, Car& other, double dt) {
  if (!car.watches_collisions && !other.watches_collisions) return;
  if (!may_touch(car, other, dt)) return;
  const Contact contact = contact_between(car, other, dt);
  if (contact.is_soon) {
    strike(car, contact.push.x / 2, contact.push.y / 2);
    strike(other, -contact.push.x / 2, -contact.push.y / 2);
  }
  if (contact.is_now) car.is_crashed = other.is_crashed = true;
}

void collide(Car& car, const RoadBody& obstacle, double dt) {
  if (!may_touch(car, obstacle, dt)) return;
  const Contact contact = contact_between(car, obstacle, dt);
  if (contact.is_soon) strike(car, contact.push.x, contact.push.y);
  if (contact.is_now) car.is_crashed = true;
}

bool boxes_meet(const RoadBox& a, const RoadBox& b) {
  const RoadPoint facing_a{std::cos(a.heading), std::sin(a.heading)};
  const RoadPoint facing_b{std::cos(b.heading), std::sin(b.heading)};
  return has_point_of(a, facing_a, b, facing_b) || has_point_of(b, facing_b, a, facing_a);
}

}  // namespace saccade
