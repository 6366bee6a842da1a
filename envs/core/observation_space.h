// What an environment shows: typed entities, fans of rays, images.
//
// A name (of a type, a feature, a head, a label, ...) becomes part of files and is shown on
// terminals: it has 1 to kLongestName bytes of UTF-8, all of them printable.  Control characters,
// line breaks and marks that turn the direction of writing are refused; commas, quotes and spaces
// are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "envs/core/field.h"

namespace saccade {

inline constexpr std::size_t kLongestName = 64;  ///< Bytes.

struct Vec2 {
  float x = 0;
  float y = 0;

  bool operator==(const Vec2&) const = default;
};

/// Names one entity for the length of an episode: the same id stands on its row in the observation
/// and on the shapes that the environment draws.
using EntityId = std::int32_t;
inline constexpr EntityId kNoEntity = -1;  ///< Decoration: belongs to no entity.

/// Features of an entity type that together tell of the plane of the world, whose x axis points
/// right and whose y axis points up.  What is declared can be given to a policy as the agent sees
/// it from where it is (`policy.frame`); what is not stays as it is.
struct Geometry {
  enum Kind {
    kPoint,      ///< Two features, x and y of a place in the world.
    kDirection,  ///< Two, x and y of what turns with the world but does not move with it: a
                 ///< velocity, an offset from the agent, cosine and sine of an angle.
    kAngle,  ///< One, rad from the world's x axis, counter-clockwise; or two, its cosine and sine.
    kPosition,  ///< Of type 0 alone, once: the point at which the agent is.
    kHeading,   ///< Of type 0 alone, once: the angle of the way that the agent faces.
  };

  Kind kind = kPoint;
  std::vector<std::string> features;  ///< Names of features of the type, each in one group at most.
  /// What a feature of 1 stands for, above 0, along x and along y.  All points share one unit of
  /// length; of directions only the ratio counts; of an angle in one feature x alone, in rad.
  Vec2 unit{1, 1};

  bool operator==(const Geometry&) const = default;
};

/// "point", "direction", "angle", "position", "heading".
inline const char* geometry_kind_name(Geometry::Kind kind) {
  constexpr const char* kNames[] = {"point", "direction", "angle", "position", "heading"};
  return kNames[kind];
}

/// One kind of entity.
struct EntityType {
  std::string name;  ///< Lower case with underscores: "food".
  /// One name per feature, in the order of the row.  None: that there is such an entity, and where
  /// it is, is all that is known.
  std::vector<std::string> features;
  int fixed_count = -1;  ///< Rows in every observation; -1: any number, any step.
  /// Seen by the critic alone, which is needed in training only (asymmetric actor-critic, Pinto et
  /// al. 2017): what a simulation knows and a robot would not.  Not of type 0.
  bool critic_only = false;
  std::vector<Geometry> geometry{};  ///< What the features say about the plane of the world.

  /// Null if nothing of this kind is declared.
  const Geometry* find_geometry(Geometry::Kind kind) const {
    for (const Geometry& group : geometry) {
      if (group.kind == kind) return &group;
    }
    return nullptr;
  }

  static constexpr auto fields() {
    return std::tuple(Field("features", &EntityType::features),
                      Field("fixed_count", &EntityType::fixed_count),
                      Field("critic_only", &EntityType::critic_only, {.only_if_set = true}),
                      Field("geometry", &EntityType::geometry,
                            {.elements = "geometry groups", .only_if_set = true}));
  }
  bool operator==(const EntityType&) const = default;
};

/// A fan of distance sensors around the agent, such as a lidar: ray i points at heading + 2 pi i /
/// count, counter-clockwise from the world's x axis.
struct RayModality {
  std::string name;               ///< As of an entity type: "lidar".
  int count = 0;                  ///< Rays; at least 1.
  float range = 1;                ///< World units; more than 0.
  std::vector<std::string> hits;  ///< What a ray can meet, at least one: "wall", "food".
  bool optional = false;          ///< Whether some observations lack it.

  static constexpr auto fields() {
    return std::tuple(Field("count", &RayModality::count), Field("range", &RayModality::range),
                      Field("hits", &RayModality::hits), Field("optional", &RayModality::optional));
  }
  bool operator==(const RayModality&) const = default;
};

/// A picture around the agent, one plane of numbers per channel; its axes are the world's.
struct ImageModality {
  std::string name;  ///< As of an entity type: "view".
  int height = 0;    ///< Pixels; at least 1.
  int width = 0;
  std::vector<std::string> channels;  ///< At least one: "food", "wall".
  float pixel_size = 1;               ///< Side of a pixel, world units; more than 0.
  bool optional = false;              ///< Whether some observations lack it.

  static constexpr auto fields() {
    return std::tuple(Field("height", &ImageModality::height),
                      Field("width", &ImageModality::width),
                      Field("channels", &ImageModality::channels),
                      Field("pixel_size", &ImageModality::pixel_size),
                      Field("optional", &ImageModality::optional));
  }
  bool operator==(const ImageModality&) const = default;
};

/// Type 0 is the agent itself and always has exactly one row.  The names of types, rays and images
/// all differ.
struct ObservationSpace {
  std::vector<EntityType> types;
  std::vector<RayModality> rays{};
  std::vector<ImageModality> images{};

  bool operator==(const ObservationSpace&) const = default;
};

}  // namespace saccade
