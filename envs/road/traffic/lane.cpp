#include "envs/road/traffic/lane.h"

namespace saccade {

RoadLane RoadLane::straight(RoadPoint from, RoadPoint to, LaneRules rules) {
  RoadLane lane;
  lane.rules_ = rules;
  lane.origin_ = from;
  lane.length_ = distance_between(from, to);
  lane.heading_ = std::atan2(to.y - from.y, to.x - from.x);
  lane.direction_ = {(to.x - from.x) / lane.length_, (to.y - from.y) / lane.length_};
  return lane;
}

RoadLane RoadLane::sine(RoadPoint from, RoadPoint to, double amplitude, double pulsation,
                        double phase, LaneRules rules) {
  RoadLane lane = straight(from, to, rules);
  lane.shape_ = kSine;
  lane.amplitude_ = amplitude;
  lane.pulsation_ = pulsation;
  lane.phase_ = phase;
  return lane;
}

RoadLane RoadLane::arc(RoadPoint centre, double radius, double from, double to, LaneRules rules) {
  RoadLane lane;
  lane.shape_ = kArc;
  lane.rules_ = rules;
  lane.origin_ = centre;
  lane.radius_ = radius;
  lane.start_angle_ = from;
  lane.turn_ = to > from ? 1 : -1;
  lane.length_ = radius * (to - from) * lane.turn_;
  return lane;
}

RoadPoint RoadLane::position(LanePlace place) const {
  if (shape_ == kArc) {
    const double angle = turn_ * place.along / radius_ + start_angle_;
    const double r = radius_ - place.across * turn_;
    return {origin_.x + r * std::cos(angle), origin_.y + r * std::sin(angle)};
  }
  double across = place.across;
  if (shape_ == kSine) across += amplitude_ * std::sin(pulsation_ * place.along + phase_);
  return {origin_.x + place.along * direction_.x - across * direction_.y,
          origin_.y + place.along * direction_.y + across * direction_.x};
}

double RoadLane::heading_at(double along) const {
  if (shape_ == kStraight) return heading_;
  if (shape_ == kArc) {
    return turn_ * along / radius_ + start_angle_ + std::numbers::pi / 2 * turn_;
  }
  return heading_ + std::atan(amplitude_ * pulsation_ * std::cos(pulsation_ * along + phase_));
}

LanePlace RoadLane::locate(RoadPoint point) const {
  const RoadPoint offset = point - origin_;
  if (shape_ == kArc) {
    const double angle = start_angle_ + wrapped(std::atan2(offset.y, offset.x) - start_angle_);
    return {turn_ * (angle - start_angle_) * radius_, turn_ * (radius_ - length_of(offset))};
  }
  const double along = dot(offset, direction_);
  double across = dot(offset, right());
  if (shape_ == kSine) across -= amplitude_ * std::sin(pulsation_ * along + phase_);
  return {along, across};
}

bool RoadLane::is_reachable_from(RoadPoint point) const {
  if (rules_.forbidden) return false;
  const LanePlace place = locate(point);
  return std::abs(place.across) <= 2 * kWidth && 0 <= place.along &&
         place.along < length_ + kCarLength;
}

}  // namespace saccade
