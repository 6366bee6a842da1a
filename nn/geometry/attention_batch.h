// Who attends to whom: the ragged queries and keys of one attention layer.
#pragma once

#include <cstdint>

#include "nn/geometry/neighbours.h"

namespace saccade::nn {

/// Where tokens are and what they are; null where a layer need not know.
template <class T>
struct TokenGeometry {
  const T* motion = nullptr;  ///< [tokens x kMotionWidth] as of EntityRows::motion; NaN where
                              ///< unknown.
  const std::int32_t* types = nullptr;  ///< [tokens]
};

/// A batch of samples, in each of which some queries attend to some keys.  The queries of sample s
/// are tokens [queries[s], queries[s + 1]) of one array, its keys tokens [keys[s], keys[s + 1]) of
/// another array or of the same.  Whoever fills it owns what it points to.
template <class T>
struct AttentionBatch {
  int samples = 0;
  const std::int32_t* queries = nullptr;         ///< [samples + 1]
  const std::int32_t* keys = nullptr;            ///< [samples + 1]
  TokenGeometry<T> query_geometry{};             ///< Of all queries.
  TokenGeometry<T> key_geometry{};               ///< Of all keys.
  const Neighbours* neighbours = nullptr;        ///< The keys that each query sees; null: all.
  const std::uint64_t* dropout_seeds = nullptr;  ///< [samples]; null: nothing is dropped.

  /// Of all samples.
  int query_count() const { return queries[samples]; }
  int key_count() const { return keys[samples]; }
  /// Of one sample.
  int query_count(int sample) const { return queries[sample + 1] - queries[sample]; }
  int key_count(int sample) const { return keys[sample + 1] - keys[sample]; }
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
