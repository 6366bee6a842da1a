// Who may look at whom: the ragged queries and keys of one attention layer.
#pragma once

#include <cstdint>

#include "nn/geometry/neighbours.h"

namespace saccade::nn {

/// Where tokens are and what they are; null where a layer need not know.
template <class T>
struct TokenGeometry {
  const T* motion = nullptr;            ///< [tokens x 4] x, y, velocity; NaN where unknown.
  const std::int32_t* types = nullptr;  ///< [tokens]
};

/// Queries of sample s are tokens [queries[s], queries[s + 1]) of one array, its keys
/// [keys[s], keys[s + 1]) of another or of the same.
template <class T>
struct Pairing {
  int samples = 0;
  const std::int32_t* queries = nullptr;  ///< [samples + 1]
  const std::int32_t* keys = nullptr;     ///< [samples + 1]
  TokenGeometry<T> query_geometry{};
  TokenGeometry<T> key_geometry{};
  const Neighbours* neighbours = nullptr;        ///< For local attention.
  const std::uint64_t* dropout_seeds = nullptr;  ///< [samples]; null: nothing is dropped.

  int query_count() const { return queries[samples]; }
  int key_count() const { return keys[samples]; }
};

/// One query and the keys that it weighs: all of its sample, or those in a list.
struct QueryKeys {
  int sample = 0;
  int query = 0;                       ///< Within the sample.
  int count = 0;                       ///< Keys.
  const std::int32_t* list = nullptr;  ///< [count] keys within the sample; null: 0, 1, 2, ...

  int key(int i) const { return list == nullptr ? i : list[i]; }
};

}  // namespace saccade::nn
