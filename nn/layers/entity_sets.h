// A batch of ragged sets of typed entities, as networks see it: rows and offsets, nothing padded.
#pragma once

#include <cstdint>
#include <span>

namespace saccade::nn {

/// Numbers of a motion: x, y and their rates of change, in this order.
inline constexpr int kMotionWidth = 4;

/// The rows of one type.  Sample s owns rows [offsets[s], offsets[s + 1]).
template <class T>
struct EntityRows {
  const T* features = nullptr;            ///< [rows x width], row-major.
  int width = 0;                          ///< Features per row.
  const std::int32_t* offsets = nullptr;  ///< [samples + 1], indices of rows of `features`.
  /// [rows x kMotionWidth] x, y, seen from the sample's origin, and their rates of change, in world
  /// units and seconds; NaN where unknown.  Null: no row of this type has any.
  const T* motion = nullptr;
};

/// `samples` sets.  Type 0 is the agent itself, with exactly one row in each sample.
template <class T>
struct EntitySets {
  int samples = 0;
  std::span<const EntityRows<T>> types;
  /// [samples] What attention dropout draws its masks from; null: nothing is dropped.
  const std::uint64_t* dropout_seeds = nullptr;
  /// [samples x 2] x, y of each sample's origin in the world; null: all are (0, 0).
  const T* origins = nullptr;
};

}  // namespace saccade::nn
