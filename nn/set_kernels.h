// The inner loops of attention over one small set: a few query vectors against n rows.
//
// Up to four vectors are held in registers while the rows stream past once.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "nn/row_ops.h"

namespace saccade::nn {

/// Vectors that the kernels treat side by side.
inline constexpr int kHeadBlock = 4;

/// Calls body(first, count) for blocks of heads, count being a compile-time constant.
template <class Body>
inline void for_head_blocks(int heads, Body body) {
  int h = 0;
  for (; h + kHeadBlock <= heads; h += kHeadBlock) {
    body(h, std::integral_constant<int, kHeadBlock>{});
  }
  for (; h < heads; ++h) body(h, std::integral_constant<int, 1>{});
}

inline std::ptrdiff_t at(int row, int stride) {
  return static_cast<std::ptrdiff_t>(row) * stride;
}

/// scores[h, j] = vectors[h] . rows[j]; scores has `stride` elements from head to head.
template <class T>
void score_rows(const T* vectors, int heads, const T* rows, int n, int width, T* scores,
                int stride) {
  for_head_blocks(heads, [&](int h, auto block) {
    constexpr int kBlock = decltype(block)::value;
    const T* v = vectors + at(h, width);
    for (int j = 0; j < n; ++j) {
      const T* row = rows + at(j, width);
      std::array<Lanes<T>, kBlock> sums;
      std::array<T, kBlock> rest{};
      sums.fill(Lanes<T>(T{0}));
      for_lanes<T>(
          width,
          [&](int i) {
            const auto y = Lanes<T>::load_unaligned(row + i);
            for (int k = 0; k < kBlock; ++k) {
              sums[k] = xsimd::fma(Lanes<T>::load_unaligned(v + at(k, width) + i), y, sums[k]);
            }
          },
          [&](int i) {
            for (int k = 0; k < kBlock; ++k) rest[k] += v[at(k, width) + i] * row[i];
          });
      for (int k = 0; k < kBlock; ++k) {
        scores[at(h + k, stride) + j] = sum_lanes(sums[k]) + rest[k];
      }
    }
  });
}

/// out[h] = sum_j weights[h, j] rows[j]; overwrites out [heads x width].
template <class T>
void mix_rows(const T* weights, int stride, int heads, const T* rows, int n, int width, T* out) {
  for_head_blocks(heads, [&](int h, auto block) {
    constexpr int kBlock = decltype(block)::value;
    const T* w = weights + at(h, stride);
    for_lanes<T>(
        width,
        [&](int i) {
          std::array<Lanes<T>, kBlock> sums;
          sums.fill(Lanes<T>(T{0}));
          for (int j = 0; j < n; ++j) {
            const auto y = Lanes<T>::load_unaligned(rows + at(j, width) + i);
            for (int k = 0; k < kBlock; ++k) {
              sums[k] = xsimd::fma(Lanes<T>(w[at(k, stride) + j]), y, sums[k]);
            }
          }
          for (int k = 0; k < kBlock; ++k) sums[k].store_unaligned(out + at(h + k, width) + i);
        },
        [&](int i) {
          for (int k = 0; k < kBlock; ++k) {
            T sum = 0;
            for (int j = 0; j < n; ++j) sum += w[at(k, stride) + j] * rows[at(j, width) + i];
            out[at(h + k, width) + i] = sum;
          }
        });
  });
}

/// rows[j] += sum_h weights[h, j] vectors[h]: what flows back to the rows of score_rows and
/// mix_rows.
template <class T>
void spread_rows(const T* weights, int stride, const T* vectors, int heads, int n, int width,
                 T* rows) {
  for_head_blocks(heads, [&](int h, auto block) {
    constexpr int kBlock = decltype(block)::value;
    const T* w = weights + at(h, stride);
    const T* v = vectors + at(h, width);
    for_lanes<T>(
        width,
        [&](int i) {
          std::array<Lanes<T>, kBlock> held;
          for (int k = 0; k < kBlock; ++k) held[k] = Lanes<T>::load_unaligned(v + at(k, width) + i);
          for (int j = 0; j < n; ++j) {
            T* row = rows + at(j, width) + i;
            auto y = Lanes<T>::load_unaligned(row);
            for (int k = 0; k < kBlock; ++k) {
              y = xsimd::fma(Lanes<T>(w[at(k, stride) + j]), held[k], y);
            }
            y.store_unaligned(row);
          }
        },
        [&](int i) {
          for (int j = 0; j < n; ++j) {
            for (int k = 0; k < kBlock; ++k) {
              rows[at(j, width) + i] += w[at(k, stride) + j] * v[at(k, width) + i];
            }
          }
        });
  });
}

}  // namespace saccade::nn
