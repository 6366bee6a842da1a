// Lanes: a straight line, a sine wave or an arc, with a coordinate along it and one across.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saccade {

/// m.  As on a screen the y axis points down, so that headings turn clockwise and what lies to the
/// right of a lane has a positive coordinate across.
struct RoadPoint {
  double x = 0;
  double y = 0;
};

inline RoadPoint operator-(RoadPoint a, RoadPoint b) {
  return {a.x - b.x, a.y - b.y};
}

// Products are summed as the original's linear algebra sums them, which fuses the last one: a car
// that stands steers by rounding errors, and grows them.

inline double dot(RoadPoint a, RoadPoint b) {
  return std::fma(a.y, b.y, a.x * b.x);
}

inline double length_of(RoadPoint a) {
  return std::sqrt(dot(a, a));
}

inline double distance_between(RoadPoint a, RoadPoint b) {
  return length_of(a - b);
}

/// The angle (rad) in [-pi, pi).
inline double wrapped(double angle) {
  constexpr double kTurn = 2 * std::numbers::pi;
  double rest = angle + std::numbers::pi;
  if (rest < 0 || rest >= kTurn) {
    rest = std::fmod(rest, kTurn);
    if (rest < 0) rest += kTurn;
  }
  return rest - std::numbers::pi;
}

/// Whether sine, tangent and their inverses of an angle are the angle itself, in doubles.
inline bool is_tiny(double angle) {
  return std::abs(angle) < 0x1p-27;
}

/// Where a point is relative to a lane, m: from its start along it, and from its middle to the
/// right.
struct LanePlace {
  double along = 0;
  double across = 0;
};

/// What the rules say of a lane.
struct LaneRules {
  double speed_limit = 20;  ///< m/s
  int priority = 0;         ///< Who is on the lane of lower priority yields.
  bool forbidden = false;   ///< To be changed into.
};

/// The middle line of a lane, 4 m wide.
class RoadLane {
 public:
  static constexpr double kWidth = 4;
  static constexpr double kCarLength = 5;

  enum Shape { kStraight, kSine, kArc };

  static RoadLane straight(RoadPoint from, RoadPoint to, LaneRules rules);
  /// A straight line moved across by amplitude sin(pulsation along + phase).
  static RoadLane sine(RoadPoint from, RoadPoint to, double amplitude, double pulsation,
                       double phase, LaneRules rules);
  /// Around `centre` from one angle to another (rad), up or, if `to` is below `from`, down.
  static RoadLane arc(RoadPoint centre, double radius, double from, double to, LaneRules rules);

  Shape shape() const { return shape_; }
  RoadPoint origin() const { return origin_; }        ///< Its start; of an arc, the centre.
  RoadPoint direction() const { return direction_; }  ///< Unit vector; of an arc, 0.
  double radius() const { return radius_; }           ///< Of an arc.
  double length() const { return length_; }
  const LaneRules& rules() const { return rules_; }

  RoadPoint position(LanePlace place) const;
  double heading_at(double along) const;
  LanePlace locate(RoadPoint point) const;

  /// Whether a car may be said to be on it; `margin` widens it on either side.
  bool holds(LanePlace place, double margin = 0) const {
    return std::abs(place.across) <= kWidth / 2 + margin && spans(place.along);
  }
  bool spans(double along) const { return -kCarLength <= along && along < length_ + kCarLength; }
  bool is_past_end(double along) const { return along > length_ - kCarLength / 2; }
  bool is_reachable_from(RoadPoint point) const;

  /// How far a point is away: across, and along before the start or after the end.
  double distance(LanePlace place) const {
    return std::abs(place.across) + std::max(place.along - length_, 0.0) +
           std::max(-place.along, 0.0);
  }
  /// The same, and for each rad that the heading differs from the lane's, 1.
  double distance(LanePlace place, double heading) const {
    return distance(place) + std::abs(wrapped(heading - heading_at(place.along)));
  }
  /// No more than the size of the place across, and quick.
  double least_across(RoadPoint point) const {
    const RoadPoint offset = point - origin_;
    if (shape_ == kArc) return std::abs(radius_ - length_of(offset));
    if (shape_ == kSine) return 0;
    return std::abs(dot(offset, right()));
  }

 private:
  RoadPoint right() const { return {-direction_.y, direction_.x}; }

  Shape shape_ = kStraight;
  LaneRules rules_;
  RoadPoint origin_;
  RoadPoint direction_;
  double heading_ = 0;
  double length_ = 0;
  double radius_ = 0, start_angle_ = 0, turn_ = 1;
  double amplitude_ = 0, pulsation_ = 0, phase_ = 0;
};

}  // namespace saccade
