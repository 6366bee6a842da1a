#include "agents/frame/frame_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "envs/core/error.h"

namespace saccade {
namespace {

[[noreturn]] void refuse_frame(ObservationFrame frame, const std::string& reason,
                               const char* wanted = "world") {
  throw Error(fmt::format("policy.frame: found {}, wanted {}: {}", name_of(frame), wanted, reason));
}

/// What a pose alone cannot do.
[[noreturn]] void refuse_pose(const std::string& reason) {
  refuse_frame(ObservationFrame::kPose, reason, "world or position");
}

/// "'mine' (features x, y)".
std::string describe(const EntityType& type) {
  if (type.features.empty()) return fmt::format("'{}' (no features)", type.name);
  return fmt::format("'{}' (features {})", type.name, fmt::join(type.features, ", "));
}

void want_position(const EntityType& self, ObservationFrame frame, const std::string& why) {
  if (self.find_geometry(Geometry::kPosition) != nullptr) return;
  refuse_frame(frame,
               fmt::format("entity type {}, the agent itself, declares no position{}; add to "
                           "its geometry {{Geometry::kPosition, {{X, Y}}}} with the names of "
                           "the features that are its place",
                           describe(self), why));
}

void want_heading(const EntityType& self) {
  if (self.find_geometry(Geometry::kHeading) != nullptr) return;
  refuse_pose(
      fmt::format("entity type {}, the agent itself, declares no heading; add to its "
                  "geometry {{Geometry::kHeading, {{COSINE, SINE}}}} or "
                  "{{Geometry::kHeading, {{RAD}}}} with the names of the features that "
                  "are the angle at which it faces",
                  describe(self)));
}

/// The types that the actor sees besides the agent's own.
std::vector<EntityType> others(const ObservationSpace& space) {
  std::vector<EntityType> seen;
  std::copy_if(space.types.begin() + 1, space.types.end(), std::back_inserter(seen),
               [](const EntityType& type) { return !type.critic_only; });
  return seen;
}

/// A frame in which nothing but the agent itself is seen hides where it is, and shows nothing.
void want_others(const ObservationSpace& space, ObservationFrame frame) {
  const auto is_declared = [](const EntityType& type) { return !type.geometry.empty(); };
  const std::vector<EntityType> types = others(space);
  const bool has_sensors = !space.rays.empty() || !space.images.empty();
  const bool has_goal = space.types[0].find_geometry(Geometry::kPoint) != nullptr;
  if (has_sensors || has_goal || std::any_of(types.begin(), types.end(), is_declared)) return;
  if (types.empty()) refuse_frame(frame, "the agent sees nothing but itself");
  std::vector<std::string> found;
  for (const EntityType& type : types) found.push_back(describe(type));
  refuse_frame(
      frame, fmt::format("no entity type but the agent itself declares geometry; add "
                         "Geometry::kPoint, kDirection or kAngle with the names of features to: {}",
                         fmt::join(found, ", ")));
}

void check_pose(const ObservationSpace& space) {
  constexpr ObservationFrame kPose = ObservationFrame::kPose;
  const EntityType& self = space.types[0];
  want_heading(self);
  for (const EntityType& type : space.types) {
    const Geometry* point = type.find_geometry(Geometry::kPoint);
    if (point == nullptr) continue;
    want_position(self, kPose,
                  fmt::format(", from which the point ({}) of entity type '{}' would be seen",
                              fmt::join(point->features, ", "), type.name));
  }
  for (const ImageModality& image : space.images) {
    refuse_pose(
        fmt::format("the image '{}' keeps to the world's axes and cannot be rotated", image.name));
  }
}

}  // namespace

void check_frame(const ObservationSpace& space, ObservationFrame frame) {
  if (frame == ObservationFrame::kWorld) return;
  if (frame == ObservationFrame::kPosition) want_position(space.types[0], frame, "");
  if (frame == ObservationFrame::kPose) check_pose(space);
  want_others(space, frame);
}

void check_frame(const EnvironmentSpec& spec, ObservationFrame frame) {
  for (const AgentKind& kind : spec.kinds) {
    try {
      about_kind(kind, [&] { check_frame(kind.observation, frame); });
    } catch (const Error& error) {
      throw Error("environment " + spec.id + ": " + error.what(), error.kind());
    }
  }
}

}  // namespace saccade
