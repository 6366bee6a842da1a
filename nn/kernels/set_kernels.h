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

/// Dot products that score_tile sums up side by side, in registers.
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

/// A tile of score_rows: kHeads vectors against the first kScoreSums / kHeads of n rows, or all n
/// if there are fewer.
///
///   scores[h, j] = sum_c vectors[h, c] rows[j, c]
template <int kHeads, class T>
inline void score_tile(const T* vectors, const T* rows, int n, int width, T* scores, int stride) {
  constexpr int kRows = kScoreSums<T> / kHeads;
  // [kHeads x kRows] the lanes of each dot product, summed over the groups of columns.
  std::array<Lanes<T>, kScoreSums<T>> sums;
  SACCADE_UNROLL
  for (auto& sum : sums) sum = Lanes<T>(T{0});
  const T* row_begin[kRows];  // The last row stands in for rows beyond it; that is not stored.
  SACCADE_UNROLL
  for (int j = 0; j < kRows; ++j) row_begin[j] = rows + at(std::min(j, n - 1), width);
  for_groups<T>(width, [&](auto group) {
    Lanes<T> row[kRows];  // This group of columns of each row.
    SACCADE_UNROLL
    for (int j = 0; j < kRows; ++j) row[j] = group.load(row_begin[j]);
    SACCADE_UNROLL
    for (int h = 0; h < kHeads; ++h) {
      const Lanes<T> vector = group.load(vectors + at(h, width));
      SACCADE_UNROLL
      for (int j = 0; j < kRows; ++j) {
        auto& sum = sums[static_cast<std::size_t>(h * kRows + j)];
        sum = multiply_add(vector, row[j], sum);
      }
    }
  });
  alignas(64) T totals[kScoreSums<T>];  // [kHeads x kRows] the dot products.
  sum_all<T>(sums, totals);
  for (int h = 0; h < kHeads; ++h) {
    T* to = scores + at(h, stride);
    const T* from = totals + h * kRows;
    if (n >= kRows) {
      std::copy_n(from, kRows, to);  // Of a count that the compiler knows.
    } else {
      for (int j = 0; j < n; ++j) to[j] = from[j];
    }
  }
}

/// scores[h, j] = vectors[h] . rows[j] for vectors [heads x width] and rows [n x width]; scores has
/// `stride` elements from head to head.
template <class T>
void score_rows(const T* vectors, int heads, const T* rows, int n, int width, T* scores,
                int stride) {
  const auto score_heads = [&](auto count, int h) {
    constexpr int kHeads = decltype(count)::value;
    constexpr int kRows = kScoreSums<T> / kHeads;
    for (int j = 0; j < n; j += kRows) {
      score_tile<kHeads>(vectors + at(h, width), rows + at(j, width), n - j, width,
                         scores + at(h, stride) + j, stride);
    }
  };
  int h = 0;
  for (; h + 4 <= heads; h += 4) score_heads(std::integral_constant<int, 4>{}, h);
  for (; h < heads; ++h) score_heads(std::integral_constant<int, 1>{}, h);
}

/// out[h] = sum_j weights[h, j] rows[j]; overwrites out [heads x width].
template <class T>
void mix_rows(const T* weights, int stride, int heads, const T* rows, int n, int width, T* out) {
  matmul(View<const T>(weights, heads, n, stride), View<const T>(rows, n, width),
         View<T>(out, heads, width));
}

/// rows[j] = residual[j] + sum_h weights[h, j] vectors[h], for weights [heads x n] and vectors
/// [heads x width]: the gradient with respect to the rows of score_rows and mix_rows.  Overwrites
/// rows [n x width]; a residual [n x width] of null is zero.
template <class T>
void spread_rows(const T* weights, int stride, const T* vectors, int heads, int n, int width,
                 const T* residual, T* rows) {
  matmul_tn(View<const T>(weights, heads, n, stride), View<const T>(vectors, heads, width),
            View<T>(rows, n, width), {.residual = residual, .residual_stride = width});
}

}  // namespace saccade::nn
