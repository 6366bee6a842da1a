// Entity observations: one agent's (Observation) and many packed together (ObservationBatch).
//
// Batches hold rows and offsets: an observation of three entities takes three rows, one of three
// hundred takes three hundred, and nothing is padded.
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

/// Observations packed one after the other.  Sample s of a type owns rows
/// [offsets[s], offsets[s + 1]).
struct ObservationBatch {
  struct Rows {
    int width = 0;
    std::vector<float> features;           ///< [rows x width]
    std::vector<std::int32_t> offsets{0};  ///< [size + 1]
    std::vector<EntityId> ids;             ///< [rows]
    std::vector<Vec2> positions;           ///< [rows]
  };
  struct Mask {
    std::vector<std::uint8_t> allowed;
    std::vector<std::int32_t> offsets{0};  ///< [size + 1]; an empty range: everything is allowed.
  };

  std::vector<Rows> types;
  std::vector<Mask> masks;  ///< [heads]

  ObservationBatch() = default;
  ObservationBatch(const ObservationSpace& space, const ActionSpace& actions)
      : types(space.types.size()), masks(actions.heads.size()) {
    for (std::size_t i = 0; i < types.size(); ++i) {
      types[i].width = static_cast<int>(space.types[i].features.size());
    }
  }

  int size() const { return types.empty() ? 0 : static_cast<int>(types[0].offsets.size()) - 1; }

  /// Removes all samples; capacity stays.
  void clear() {
    for (Rows& rows : types) {
      rows.features.clear();
      rows.offsets.resize(1);
      rows.ids.clear();
      rows.positions.clear();
    }
    for (Mask& mask : masks) {
      mask.allowed.clear();
      mask.offsets.resize(1);
    }
  }

  void append(const Observation& observation) {
    for (std::size_t t = 0; t < types.size(); ++t) {
      const Observation::Rows& from = observation.rows()[t];
      append_range(types[t].features, from.features);
      append_range(types[t].ids, from.ids);
      append_range(types[t].positions, from.positions);
      types[t].offsets.push_back(static_cast<std::int32_t>(types[t].ids.size()));
    }
    for (std::size_t h = 0; h < masks.size(); ++h) {
      append_range(masks[h].allowed, observation.masks()[h]);
      masks[h].offsets.push_back(static_cast<std::int32_t>(masks[h].allowed.size()));
    }
  }

  /// Appends sample `index` of another batch of the same spaces.
  void append(const ObservationBatch& from, int index) {
    const auto i = static_cast<std::size_t>(index);
    for (std::size_t t = 0; t < types.size(); ++t) {
      const Rows& source = from.types[t];
      const auto begin = static_cast<std::size_t>(source.offsets[i]);
      const auto count = static_cast<std::size_t>(source.offsets[i + 1]) - begin;
      const auto width = static_cast<std::size_t>(source.width);
      append_range(types[t].features,
                   std::span(source.features).subspan(begin * width, count * width));
      append_range(types[t].ids, std::span(source.ids).subspan(begin, count));
      append_range(types[t].positions, std::span(source.positions).subspan(begin, count));
      types[t].offsets.push_back(static_cast<std::int32_t>(types[t].ids.size()));
    }
    for (std::size_t h = 0; h < masks.size(); ++h) {
      const Mask& source = from.masks[h];
      const auto begin = static_cast<std::size_t>(source.offsets[i]);
      const auto count = static_cast<std::size_t>(source.offsets[i + 1]) - begin;
      append_range(masks[h].allowed, std::span(source.allowed).subspan(begin, count));
      masks[h].offsets.push_back(static_cast<std::int32_t>(masks[h].allowed.size()));
    }
  }

 private:
  template <class To, class From>
  static void append_range(To& to, const From& from) {
    to.insert(to.end(), from.begin(), from.end());
  }
};

}  // namespace saccade
