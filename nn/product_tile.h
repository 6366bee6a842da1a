// The innermost part of a matrix product: a tile of c that stays in registers while a and b stream
// past.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "nn/product.h"
#include "nn/row_ops.h"

namespace saccade::nn {

/// One tile: c[i, j] = finish(sum_k a[i, k] b[k, j]).  Pointers, those of `finish` included, stand
/// at the tile's first element.
template <class T>
struct TileJob {
  const T* a = nullptr;
  std::ptrdiff_t a_row = 0;   ///< From a[i, k] to a[i + 1, k].
  std::ptrdiff_t a_step = 0;  ///< From a[i, k] to a[i, k + 1].
  const T* b = nullptr;       ///< Columns side by side.
  std::ptrdiff_t b_step = 0;  ///< From b[k, j] to b[k + 1, j].
  int depth = 0;              ///< Of k.
  T* c = nullptr;             ///< Columns side by side.
  std::ptrdiff_t c_row = 0;   ///< From c[i, j] to c[i + 1, j].
  Finish<T> finish;
};

/// Calls body(0) ... body(kCount - 1) with compile-time indices, so that arrays of lanes stay in
/// registers.
template <int kCount, class Body>
inline void unrolled(Body body) {
  [&]<int... kIndex>(std::integer_sequence<int, kIndex...>) {
    (body(std::integral_constant<int, kIndex>{}), ...);
  }
  (std::make_integer_sequence<int, kCount>{});
}

template <class T, int kRows, int kVectors>
using TileSums = std::array<std::array<Lanes<T>, kVectors>, kRows>;

/// sums[i, j] = finish(sums[i, j])
template <class T, int kRows, int kVectors>
inline void finish_tile(const Finish<T>& finish, TileSums<T, kRows, kVectors>& sums) {
  const auto each = [&](auto change) {
    unrolled<kRows>([&](auto i) { unrolled<kVectors>([&](auto j) { change(i, j, sums[i][j]); }); });
  };
  if (finish.bias != nullptr) {
    unrolled<kVectors>([&](auto j) {
      const auto bias = Lanes<T>::load_unaligned(finish.bias + j * kLanes<T>);
      unrolled<kRows>([&](auto i) { sums[i][j] += bias; });
    });
  }
  if (finish.addend != nullptr) {
    each([&](auto i, auto j, Lanes<T>& sum) {
      sum += Lanes<T>::load_unaligned(finish.addend + std::ptrdiff_t{i} * finish.addend_stride +
                                      j * kLanes<T>);
    });
  }
  const Lanes<T> zero(T{0});
  // Of a NaN and its second operand the maximum is the second: a NaN is not hidden.
  if (finish.rectify) each([&](auto, auto, Lanes<T>& sum) { sum = xsimd::max(zero, sum); });
  if (finish.gate != nullptr) {
    each([&](auto i, auto j, Lanes<T>& sum) {
      const auto gate = Lanes<T>::load_unaligned(
          finish.gate + std::ptrdiff_t{i} * finish.gate_stride + j * kLanes<T>);
      sum = xsimd::select(gate > zero, sum, zero);
    });
  }
}

/// kRows rows of c, kVectors groups of lanes wide.  Every element is one chain of multiply-adds
/// over k in order, whatever the tile's shape.
template <class T, int kRows, int kVectors>
void multiply_tile(const TileJob<T>& job) {
  TileSums<T, kRows, kVectors> sums;
  for (auto& row : sums) row.fill(Lanes<T>(T{0}));
  const T* a = job.a;
  const T* b = job.b;
  for (int k = 0; k < job.depth; ++k, a += job.a_step, b += job.b_step) {
    std::array<Lanes<T>, kVectors> row;
    unrolled<kVectors>([&](auto j) { row[j] = Lanes<T>::load_unaligned(b + j * kLanes<T>); });
    unrolled<kRows>([&](auto i) {
      const Lanes<T> factor(a[i * job.a_row]);
      unrolled<kVectors>([&](auto j) { sums[i][j] = xsimd::fma(factor, row[j], sums[i][j]); });
    });
  }
  finish_tile<T, kRows, kVectors>(job.finish, sums);
  unrolled<kRows>([&](auto i) {
    unrolled<kVectors>(
        [&](auto j) { sums[i][j].store_unaligned(job.c + i * job.c_row + j * kLanes<T>); });
  });
}

/// Registers that hold lanes: 32 with AVX-512, 16 before.
template <class T>
inline constexpr bool kManyRegisters = sizeof(Lanes<T>) == 64;

/// Widest tile, in groups of lanes.
template <class T>
inline constexpr int kTileVectors = kManyRegisters<T> ? 4 : 2;

/// Most rows of a tile of so many groups of lanes: its sums, a row of b and a factor fill the
/// registers.
template <class T>
constexpr int tile_rows(int vectors) {
  constexpr std::array<int, 4> kMany = {12, 12, 8, 6};
  constexpr std::array<int, 2> kFew = {8, 6};
  const auto index = static_cast<std::size_t>(vectors - 1);
  return kManyRegisters<T> ? kMany[index] : kFew[index];
}

template <class T>
using TileFunction = void (*)(const TileJob<T>&);

/// multiply_tile for 1 ... tile_rows rows, kVectors groups of lanes wide.
template <class T, int kVectors>
inline constexpr auto kTilesOfWidth = []<int... kRow>(std::integer_sequence<int, kRow...>) {
  return std::array<TileFunction<T>, sizeof...(kRow)>{&multiply_tile<T, kRow + 1, kVectors>...};
}
(std::make_integer_sequence<int, tile_rows<T>(kVectors)>{});

/// The tile functions by height, for a width that is known when running.
template <class T>
inline const TileFunction<T>* tiles_of_width(int vectors) {
  if constexpr (kManyRegisters<T>) {
    if (vectors == 4) return kTilesOfWidth<T, 4>.data();
    if (vectors == 3) return kTilesOfWidth<T, 3>.data();
  }
  return vectors == 2 ? kTilesOfWidth<T, 2>.data() : kTilesOfWidth<T, 1>.data();
}

}  // namespace saccade::nn
