#include "agents/frame/agent_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace saccade {
namespace {

using Point = std::array<double, 2>;

Point rotated(const AgentPose& pose, Point v) {
  return {v[0] * pose.cosine + v[1] * pose.sine, v[1] * pose.cosine - v[0] * pose.sine};
}

// Units far apart must not turn a finite observation into an infinite one.
float to_float(double value) {
  constexpr double kMost = std::numeric_limits<float>::max();
  return static_cast<float>(std::clamp(value, -kMost, kMost));
}

}  // namespace

AgentFrame::AgentFrame(const ObservationSpace& space, ObservationFrame frame) : frame_(frame) {
  if (!moves()) return;
  for (const EntityType& type : space.types) types_.push_back(resolve(type));
}

AgentFrame::Type AgentFrame::resolve(const EntityType& type) {
  const auto index_of = [&type](const std::string& name) {
    const auto found = std::find(type.features.begin(), type.features.end(), name);
    return static_cast<std::size_t>(found - type.features.begin());
  };
  Type resolved{type.features.size(), {}};
  for (const Geometry& group : type.geometry) {
    resolved.groups.push_back(
        {group.kind,
         index_of(group.features.front()),
         index_of(group.features.back()),
         {static_cast<double>(group.unit.x), static_cast<double>(group.unit.y)}});
  }
  return resolved;
}

AgentPose AgentFrame::pose_of(const Observation& seen) const {
  AgentPose pose;
  if (!moves()) return pose;
  const float* self = seen.rows()[0].features.data();
  for (const Group& group : types_[0].groups) {
    const Point v = {static_cast<double>(self[group.x]) * group.unit[0],
                     static_cast<double>(self[group.y]) * group.unit[1]};
    if (group.kind == Geometry::kPosition) {
      pose.x = v[0];
      pose.y = v[1];
    } else if (group.kind == Geometry::kHeading && rotates()) {
      const bool in_rad = group.x == group.y;
      const double length = in_rad ? 1 : std::sqrt(v[0] * v[0] + v[1] * v[1]);
      if (length == 0) continue;
      pose.cosine = in_rad ? std::cos(v[0]) : v[0] / length;
      pose.sine = in_rad ? std::sin(v[0]) : v[1] / length;
    }
  }
  return pose;
}

void AgentFrame::to_agent(std::size_t type, const AgentPose& pose, std::span<float> rows) const {
  if (!moves()) return;
  const Type& of = types_[type];
  if (of.groups.empty()) return;
  for (std::size_t begin = 0; begin < rows.size(); begin += of.width) {
    for (const Group& group : of.groups) move(group, pose, rows.data() + begin);
  }
}

void AgentFrame::move(const Group& group, const AgentPose& pose, float* row) const {
  const bool is_place = group.kind == Geometry::kPoint || group.kind == Geometry::kPosition;
  if (!rotates() && !is_place) return;
  if (group.x == group.y) {  // An angle in rad.
    const double heading = std::atan2(pose.sine, pose.cosine);
    const double angle = static_cast<double>(row[group.x]) * group.unit[0] - heading;
    row[group.x] = static_cast<float>(std::remainder(angle, 2 * std::numbers::pi) / group.unit[0]);
    return;
  }
  Point v = {static_cast<double>(row[group.x]) * group.unit[0],
             static_cast<double>(row[group.y]) * group.unit[1]};
  if (is_place) v = {v[0] - pose.x, v[1] - pose.y};
  if (rotates()) v = rotated(pose, v);
  row[group.x] = to_float(v[0] / group.unit[0]);
  row[group.y] = to_float(v[1] / group.unit[1]);
}

void rotate_motions(const AgentPose& pose, std::span<float> motions) {
  for (std::size_t i = 0; i + 1 < motions.size(); i += 2) {
    const Point v =
        rotated(pose, {static_cast<double>(motions[i]), static_cast<double>(motions[i + 1])});
    motions[i] = static_cast<float>(v[0]);
    motions[i + 1] = static_cast<float>(v[1]);
  }
}

}  // namespace saccade
