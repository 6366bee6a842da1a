// The inner loops of attention over one small set: a few query vectors against n rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"

namespace saccade::nn {

inline std::ptrdiff_t at(int row, int stride) {
  return static_cast<std::ptrdiff_t>(row) * stride;
}

/// Scalar products that score_block sums up side by side, in registers.
template <class T>
inline constexpr int kScoreSums = sizeof(Lanes<T>) == 64 ? 16 : 8;

/// to[i] = sum of the lanes of sums[i]
template <class T, std::size_t kCount>
inline void sum_all(const std::array<Lanes<T>, kCount>& sums, T* to) {
  constexpr std::size_t kSize = Lanes<T>::size;
  SACCADE_UNROLL
  for (std::size_t i = 0; i < kCount; i += kSize) {
    LaneSquare<T> square;
    SACCADE_UNROLL
    for (std::size_t k = 0; k < kSize; ++k) square[k] = sums[i + k];
    sum_each<T>(square).store_aligned(to + i);
  }
}

/// score_rows for kHeads vectors and up to kScoreSums / kHeads rows.
template <int kHeads, class T>
inline void score_block(const T* vectors, const T* rows, int n, int width, T* scores, int stride) {
  constexpr int kRows = kScoreSums<T> / kHeads;
  std::array<Lanes<T>, kScoreSums<T>> sums;
  SACCADE_UNROLL
  for (auto& sum : sums) sum = Lanes<T>(T{0});
  const T* row[kRows];
  // What is computed for rows that are not there is not stored.
  SACCADE_UNROLL
  for (int j = 0; j < kRows; ++j) row[j] = rows + at(std::min(j, n - 1), width);
  for_groups<T>(width, [&](auto group) {
    Lanes<T> held[kRows];
    SACCADE_UNROLL
    for (int j = 0; j < kRows; ++j) held[j] = group.load(row[j]);
    SACCADE_UNROLL
    for (int h = 0; h < kHeads; ++h) {
      const Lanes<T> vector = group.load(vectors + at(h, width));
      SACCADE_UNROLL
      for (int j = 0; j < kRows; ++j) {
        auto& sum = sums[static_cast<std::size_t>(h * kRows + j)];
        sum = multiply_add(vector, held[j], sum);
      }
    }
  });
  alignas(64) T totals[kScoreSums<T>];
  sum_all<T>(sums, totals);
  for (int h = 0; h < kHeads; ++h) {
    T* to = scores + at(h, stride);
    const T* from = totals + h * kRows;
    if (n >= kRows) {
      std::copy_n(from, kRows, to);
    } else {
      for (int j = 0; j < n; ++j) to[j] = from[j];
    }
  }
}

/// scores[h, j] = vectors[h] . rows[j]; scores has `stride` elements from head to head.
template <class T>
void score_rows(const T* vectors, int heads, const T* rows, int n, int width, T* scores,
                int stride) {
  const auto block = [&](auto count, int h) {
    constexpr int kHeads = decltype(count)::value;
    constexpr int kRows = kScoreSums<T> / kHeads;
    for (int j = 0; j < n; j += kRows) {
      score_block<kHeads>(vectors + at(h, width), rows + at(j, width), n - j, width,
                          scores + at(h, stride) + j, stride);
    }
  };
  int h = 0;
  for (; h + 4 <= heads; h += 4) block(std::integral_constant<int, 4>{}, h);
  for (; h < heads; ++h) block(std::integral_constant<int, 1>{}, h);
}

/// out[h] = sum_j weights[h, j] rows[j]; overwrites out [heads x width].
template <class T>
void mix_rows(const T* weights, int stride, int heads, const T* rows, int n, int width, T* out) {
  multiply(View<const T>(weights, heads, n, stride), View<const T>(rows, n, width),
           View<T>(out, heads, width));
}

/// rows[j] = addend[j] + sum_h weights[h, j] vectors[h]: what flows back to the rows of score_rows
/// and mix_rows.  Overwrites rows [n x width]; no addend: null.
template <class T>
void spread_rows(const T* weights, int stride, const T* vectors, int heads, int n, int width,
                 const T* addend, T* rows) {
  transposed_multiply(View<const T>(weights, heads, n, stride),
                      View<const T>(vectors, heads, width), View<T>(rows, n, width),
                      {.addend = addend, .addend_stride = width});
}

}  // namespace saccade::nn
