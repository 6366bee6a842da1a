#include "envs/crowd/orca.h"

#include <algorithm>
#include <cassert>
#include <optional>

namespace saccade {
namespace {

constexpr float kParallel = 1e-5F;  // Lines whose directions' cross product is no larger are.

/// What is wanted of a velocity: to be near one, or far out along a direction of length 1.
struct Aim {
  OrcaVector vector;
  bool is_direction = false;

  OrcaVector best_within(float top_speed) const {
    if (is_direction) return top_speed * vector;
    if (vector.squared() > top_speed * top_speed) return top_speed * vector.normalised();
    return vector;
  }
};

/// The best velocity on the line of planes[index] that keeps to the planes before it: the linear
/// program in one dimension.
std::optional<OrcaVector> best_on_line(std::span<const HalfPlane> planes, std::size_t index,
                                       float top_speed, const Aim& aim) {
  const HalfPlane& line = planes[index];
  // The part of the line within the circle of top speed: point + t direction, low <= t <= high.
  const float middle = line.point.dot(line.direction);
  const float square = middle * middle + top_speed * top_speed - line.point.squared();
  if (square < 0) return std::nullopt;
  const float half = std::sqrt(square);
  float low = -middle - half, high = -middle + half;
  for (std::size_t j = 0; j < index; ++j) {
    const float slope = line.direction.cross(planes[j].direction);
    const float offset = planes[j].direction.cross(line.point - planes[j].point);
    if (std::abs(slope) <= kParallel) {
      if (offset < 0) return std::nullopt;
      continue;
    }
    const float crossing = offset / slope;
    if (slope >= 0) {
      high = std::min(high, crossing);
    } else {
      low = std::max(low, crossing);
    }
    if (low > high) return std::nullopt;
  }
  float t = 0;
  if (aim.is_direction) {
    t = aim.vector.dot(line.direction) > 0 ? high : low;
  } else {
    t = std::clamp(line.direction.dot(aim.vector - line.point), low, high);
  }
  return line.point + t * line.direction;
}

struct PlaneResult {
  OrcaVector velocity;
  std::size_t kept = 0;  ///< Planes that it keeps to: all, or those before one that cannot be.
};

/// The linear program in two dimensions, plane by plane: a plane that the best velocity so far
/// keeps to changes nothing; otherwise the new best lies on its line.
PlaneResult best_in_planes(std::span<const HalfPlane> planes, float top_speed, const Aim& aim) {
  OrcaVector best = aim.best_within(top_speed);
  for (std::size_t i = 0; i < planes.size(); ++i) {
    if (planes[i].excess(best) <= 0) continue;
    const std::optional<OrcaVector> found = best_on_line(planes, i, top_speed, aim);
    if (!found) return {best, i};
    best = *found;
  }
  return {best, planes.size()};
}

/// Where velocities are not more beyond `other` than beyond `plane`; nothing if that is everywhere
/// or does not depend on the velocity.
std::optional<HalfPlane> less_beyond(const HalfPlane& other, const HalfPlane& plane) {
  HalfPlane border;
  const float slope = plane.direction.cross(other.direction);
  if (std::abs(slope) <= kParallel) {
    if (plane.direction.dot(other.direction) > 0) return std::nullopt;
    border.point = 0.5F * (plane.point + other.point);
  } else {
    const float t = other.direction.cross(plane.point - other.point) / slope;
    border.point = plane.point + t * plane.direction;
  }
  border.direction = (other.direction - plane.direction).normalised();
  return border;
}

/// The change of the relative velocity that brings it out of the disc of radius `radius` around
/// `centre`, the short way, and the plane's direction.
HalfPlane beyond_disc(OrcaVector from_centre, float radius) {
  const float length = from_centre.length();
  const OrcaVector unit = length > 0 ? (1.0F / length) * from_centre : OrcaVector{1, 0};
  return {(radius - length) * unit, {unit.y, -unit.x}};
}

}  // namespace

HalfPlane half_plane_against(const OrcaDisc& disc, const OrcaDisc& other,
                             const OrcaSettings& settings) {
  const OrcaVector offset = other.position - disc.position;
  const OrcaVector approach = disc.velocity - other.velocity;
  const float radius = disc.radius + other.radius;
  const float squared = offset.squared();
  HalfPlane change;  // Its point is the change of the relative velocity that avoids a collision.
  if (squared > radius * radius) {
    // The velocity obstacle: a cone from 0 around the disc of radius / horizon, cut off by it.
    const float rate = 1.0F / settings.horizon;
    const OrcaVector from_centre = approach - rate * offset;
    const float along = from_centre.dot(offset);
    if (along < 0 && along * along > radius * radius * from_centre.squared()) {
      change = beyond_disc(from_centre, radius * rate);
    } else {
      const float leg = std::sqrt(squared - radius * radius);
      const bool is_left = offset.cross(from_centre) > 0;
      const OrcaVector side = is_left ? OrcaVector{offset.x * leg - offset.y * radius,
                                                   offset.x * radius + offset.y * leg}
                                      : -OrcaVector{offset.x * leg + offset.y * radius,
                                                    -offset.x * radius + offset.y * leg};
      change.direction = (1.0F / squared) * side;
      change.point = approach.dot(change.direction) * change.direction - approach;
    }
  } else {
    const float rate = 1.0F / settings.time_step;
    change = beyond_disc(approach - rate * offset, radius * rate);
  }
  return {disc.velocity + 0.5F * change.point, change.direction};
}

OrcaVector OrcaSolver::velocity(std::span<const OrcaDisc> discs, std::size_t self,
                                OrcaVector preferred, float top_speed) {
  assert(self < discs.size());
  find_neighbours(discs, self);
  planes_.clear();
  for (const Neighbour& neighbour : neighbours_) {
    planes_.push_back(half_plane_against(discs[self], discs[neighbour.index], settings_));
  }
  return solve(planes_, preferred, top_speed);
}

OrcaVector OrcaSolver::solve(std::span<const HalfPlane> planes, OrcaVector preferred,
                             float top_speed) {
  const PlaneResult result = best_in_planes(planes, top_speed, {preferred});
  if (result.kept == planes.size()) return result.velocity;
  return least_excess(planes, result.kept, result.velocity, top_speed);
}

// The nearest neighbours, by insertion: there are few.
void OrcaSolver::find_neighbours(std::span<const OrcaDisc> discs, std::size_t self) {
  neighbours_.clear();
  if (settings_.most_neighbours == 0) return;
  float reach = settings_.neighbour_distance * settings_.neighbour_distance;
  for (std::size_t i = 0; i < discs.size(); ++i) {
    if (i == self) continue;
    const float distance = (discs[self].position - discs[i].position).squared();
    if (distance >= reach) continue;
    if (neighbours_.size() < settings_.most_neighbours) neighbours_.emplace_back();
    std::size_t place = neighbours_.size() - 1;
    for (; place > 0 && distance < neighbours_[place - 1].squared_distance; --place) {
      neighbours_[place] = neighbours_[place - 1];
    }
    neighbours_[place] = {distance, i};
    if (neighbours_.size() == settings_.most_neighbours) {
      reach = neighbours_.back().squared_distance;
    }
  }
}

// The linear program in three dimensions: the third is by how much planes are broken at most.  When
// a plane is broken more than that, the best velocity lies where it and another are broken alike.
OrcaVector OrcaSolver::least_excess(std::span<const HalfPlane> planes, std::size_t first,
                                    OrcaVector velocity, float top_speed) {
  float most = 0;
  for (std::size_t i = first; i < planes.size(); ++i) {
    const HalfPlane& plane = planes[i];
    if (plane.excess(velocity) <= most) continue;
    borders_.clear();
    for (std::size_t j = 0; j < i; ++j) {
      if (const auto border = less_beyond(planes[j], plane)) borders_.push_back(*border);
    }
    const OrcaVector inward{-plane.direction.y, plane.direction.x};
    const PlaneResult result = best_in_planes(borders_, top_speed, {inward, true});
    // There is a solution, namely `velocity`, unless rounding hides it.
    if (result.kept == borders_.size()) velocity = result.velocity;
    most = plane.excess(velocity);
  }
  return velocity;
}

}  // namespace saccade
