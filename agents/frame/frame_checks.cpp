#include "agents/frame/frame_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "envs/core/error.h"

namespace saccade {
namespace {

[[noreturn]] void refuse_frame(ObservationFrame frame, const std::string& reason) {
  throw Error(fmt::format("policy.frame: found {}, wanted world: {}", name_of(frame), reason));
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

void want_heading(const EntityType& self, ObservationFrame frame) {
  if (self.find_geometry(Geometry::kHeading) != nullptr) return;
  refuse_frame(frame,
               fmt::format("entity type {}, the agent itself, declares no heading; add to its "
                           "geometry {{Geometry::kHeading, {{COSINE, SINE}}}} or "
                           "{{Geometry::kHeading, {{RAD}}}} with the names of the features that "
                           "are the angle at which it faces",
                           describe(self)));
}

/// The types other than the agent's own.
std::span<const EntityType> others(const ObservationSpace& space) {
  return std::span(space.types).subspan(1);
}

/// A frame in which nothing but the agent itself is seen hides where it is, and shows nothing.
void want_others(const ObservationSpace& space, ObservationFrame frame) {
  const auto is_declared = [](const EntityType& type) { return !type.geometry.empty(); };
  const std::span<const EntityType> types = others(space);
  const bool has_sensors = !space.rays.empty() || !space.images.empty();
  if (has_sensors || std::any_of(types.begin(), types.end(), is_declared)) return;
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
  want_heading(self, kPose);
  for (const EntityType& type : others(space)) {
    const Geometry* point = type.find_geometry(Geometry::kPoint);
    if (point == nullptr) continue;
    want_position(self, kPose,
                  fmt::format(", from which the point ({}) of entity type '{}' would be seen",
                              fmt::join(point->features, ", "), type.name));
  }
  for (const ImageModality& image : space.images) {
    refuse_frame(kPose, fmt::format("the image '{}' keeps to the world's axes and cannot be turned",
                                    image.name));
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
