// What one agent sees at one moment: entities as rows of features per type, and action masks.
//
// Nothing is padded: an observation of three entities takes three rows, one of three hundred takes
// three hundred.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "envs/core/error.h"
#include "envs/core/spaces.h"

namespace saccade {

/// The position of an entity that has none.
inline constexpr Vec2 kNowhere{std::numeric_limits<float>::quiet_NaN(),
                               std::numeric_limits<float>::quiet_NaN()};

/// What one agent sees at one moment: rows of features per entity type, and action masks.
class Observation {
 public:
  struct Rows {
    int width = 0;                ///< Features per row.
    std::vector<float> features;  ///< [count x width], row after row.
    std::vector<EntityId> ids;    ///< [count], unique in the observation.
    std::vector<Vec2> positions;  ///< [count], in world units; kNowhere if it has none.

    int count() const { return static_cast<int>(ids.size()); }
  };

  Observation() = default;
  Observation(const ObservationSpace& space, const ActionSpace& actions)
      : rows_(space.types.size()), masks_(actions.heads.size()) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      rows_[i].width = static_cast<int>(space.types[i].features.size());
    }
  }

  /// Removes all rows and masks; capacity stays.
  void clear() {
    for (Rows& rows : rows_) {
      rows.features.clear();
      rows.ids.clear();
      rows.positions.clear();
    }
    for (auto& mask : masks_) mask.clear();
  }

  /// Appends an entity of the given type.  Throws Error when the number of features is wrong.
  void add(int type, EntityId id, std::span<const float> features, Vec2 position = kNowhere) {
    Rows& rows = rows_.at(static_cast<std::size_t>(type));
    if (features.size() != static_cast<std::size_t>(rows.width)) {
      throw Error("entity type " + std::to_string(type) + ": found " +
                  std::to_string(features.size()) + " features, wanted " +
                  std::to_string(rows.width));
    }
    rows.features.insert(rows.features.end(), features.begin(), features.end());
    rows.ids.push_back(id);
    rows.positions.push_back(position);
  }
  void add(int type, EntityId id, std::initializer_list<float> features, Vec2 position = kNowhere) {
    add(type, id, std::span<const float>(features.begin(), features.size()), position);
  }

  /// Says which choices of a masked head are allowed: 1 allowed, 0 not; one value per choice.
  void set_mask(int head, std::span<const std::uint8_t> allowed) {
    masks_.at(static_cast<std::size_t>(head)).assign(allowed.begin(), allowed.end());
  }

  const std::vector<Rows>& rows() const { return rows_; }
  /// [heads]; empty for a head without mask.
  const std::vector<std::vector<std::uint8_t>>& masks() const { return masks_; }

 private:
  std::vector<Rows> rows_;
  std::vector<std::vector<std::uint8_t>> masks_;
};

}  // namespace saccade
