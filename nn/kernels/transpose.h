// Transposing in registers.
#pragma once

#include <cstddef>

#include "nn/kernels/lanes.h"

namespace saccade::nn {

/// to[j, i] = from[i, j] for a square of kLanes x kLanes elements.
template <class T>
inline void transpose_square(const T* from, std::ptrdiff_t from_stride, T* to,
                             std::ptrdiff_t to_stride) {
  constexpr std::size_t kSize = Lanes<T>::size;
  LaneSquare<T> rows;
  for (std::size_t i = 0; i < kSize; ++i) {
    rows[i] = Lanes<T>::load_unaligned(from + static_cast<std::ptrdiff_t>(i) * from_stride);
  }
  // Each round rotates the bits of (row, column) by one: after log2(kSize) rounds they have changed
  // places.
  for (std::size_t round = 1; round < kSize; round *= 2) {
    LaneSquare<T> next;
    for (std::size_t i = 0; i < kSize / 2; ++i) {
      next[2 * i] = interleave<0, T>(rows[i], rows[i + kSize / 2]);
      next[2 * i + 1] = interleave<1, T>(rows[i], rows[i + kSize / 2]);
    }
    rows = next;
  }
  for (std::size_t i = 0; i < kSize; ++i) {
    rows[i].store_unaligned(to + static_cast<std::ptrdiff_t>(i) * to_stride);
  }
}

/// to[j, i] = from[i, j] for rows x cols elements; i runs on to the next multiple of kLanes, where
/// `to` is filled with zeros.
template <class T>
inline void transpose_padded(const T* from, std::ptrdiff_t from_stride, int rows, int cols, T* to,
                             std::ptrdiff_t to_stride) {
  constexpr int kSize = kLanes<T>;
  for (int i = 0; i < rows; i += kSize) {
    int j = 0;
    if (i + kSize <= rows) {
      for (; j + kSize <= cols; j += kSize) {
        transpose_square(from + i * from_stride + j, from_stride, to + j * to_stride + i,
                         to_stride);
      }
    }
    for (; j < cols; ++j) {
      for (int k = 0; k < kSize; ++k) {
        to[j * to_stride + i + k] = i + k < rows ? from[(i + k) * from_stride + j] : T{0};
      }
    }
  }
}

}  // namespace saccade::nn
