// The tokens of a batch that attend to one another: all of them, the entities, or the context.
#pragma once

#include <vector>

#include "nn/geometry/attention_batch.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/embedding.h"

namespace saccade::nn {

template <class T>
struct TokenGroup {
  TokenOrder order;
  Buffer<T> motion;                 ///< [tokens x kMotionWidth] sample-major; only with geometry.
  std::vector<std::int32_t> types;  ///< [tokens] likewise.

  /// The tokens of types [first, last), with or without their geometry.
  void assign(const EntitySets<T>& sets, std::size_t first, std::size_t last, bool with_geometry);

  int tokens() const { return order.offsets.back(); }
  TokenGeometry<T> geometry() const { return {motion.data(), types.data()}; }
  /// Copies this group's rows from x, type-major [all tokens x width], to y [tokens x width].
  void gather(const T* x, int width, T* y) const;
  /// The other way round.
  void scatter(const T* y, int width, T* x) const;
};

}  // namespace saccade::nn
