// What an environment shows and what it accepts: typed entities in, action heads out.
//
// A name (of a type, a feature, a head, a label, ...) becomes part of files and is shown on
// terminals: it has 1 to kLongestName bytes of UTF-8, all of them printable.  Control characters,
// line breaks and marks that turn the direction of writing are refused; commas, quotes and spaces
// are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace saccade {

inline constexpr std::size_t kLongestName = 64;  ///< Bytes.

struct Vec2 {
  float x = 0;
  float y = 0;
};

/// Names one entity for the length of an episode: the same id stands on its row in the observation
/// and on the shapes that the environment draws.
using EntityId = std::int32_t;
inline constexpr EntityId kNoEntity = -1;  ///< Decoration: belongs to no entity.

/// One kind of entity.
struct EntityType {
  std::string name;                   ///< Lower case with underscores: "food".
  std::vector<std::string> features;  ///< One name per feature, in the order of the row.
  int fixed_count = -1;               ///< Rows in every observation; -1: any number, any step.

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

/// Chooses one of `labels.size()` actions; the action value is its index.
struct CategoricalHead {
  std::string name;
  std::vector<std::string> labels;
  bool masked = false;  ///< Each observation says which actions are allowed (never none).

  bool operator==(const CategoricalHead&) const = default;
};

/// Chooses a vector in [low, high]; a policy works in units of which [-1, 1] spans each range.
struct ContinuousHead {
  std::string name;
  std::vector<std::string> labels;  ///< One per dimension.
  std::vector<float> low;           ///< Finite, one per dimension.
  std::vector<float> high;          ///< Finite, above `low`.

  bool operator==(const ContinuousHead&) const = default;
};

/// Chooses an entity of the given types.  The action value is an index into the candidates: the
/// rows of those types in the order of `types`, then of the rows.  -1 when there is no candidate.
struct SelectEntityHead {
  std::string name;
  std::vector<int> types;
  bool masked = false;  ///< Each observation says which candidates are allowed.

  bool operator==(const SelectEntityHead&) const = default;
};

using ActionHead = std::variant<CategoricalHead, ContinuousHead, SelectEntityHead>;

/// One head is the usual case; several make a hybrid action, chosen independently.
struct ActionSpace {
  std::vector<ActionHead> heads;

  bool operator==(const ActionSpace&) const = default;
};

/// Numbers that one action of this head takes: 1, or the dimensions of a continuous head.
inline int action_width(const ActionHead& head) {
  const auto* continuous = std::get_if<ContinuousHead>(&head);
  return continuous ? static_cast<int>(continuous->low.size()) : 1;
}

inline int action_width(const ActionSpace& space) {
  int width = 0;
  for (const ActionHead& head : space.heads) width += action_width(head);
  return width;
}

inline const std::string& head_name(const ActionHead& head) {
  return std::visit([](const auto& h) -> const std::string& { return h.name; }, head);
}

inline bool is_masked(const ActionHead& head) {
  if (const auto* categorical = std::get_if<CategoricalHead>(&head)) return categorical->masked;
  if (const auto* select = std::get_if<SelectEntityHead>(&head)) return select->masked;
  return false;
}

}  // namespace saccade
