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

/// Before a loop whose count the compiler knows: unrolled entirely, its arrays of lanes live in
/// registers.
#define SACCADE_UNROLL _Pragma("GCC unroll 16")

/// The tile's sums: kRows x kVectors groups of lanes.
template <class T, int kRows, int kVectors>
struct Tile {
  Lanes<T> sums[kRows][kVectors];

  /// change(i, j, sum), j counting elements.
  template <class Change>
  [[gnu::always_inline]] void for_each(Change change) {
    SACCADE_UNROLL
    for (int i = 0; i < kRows; ++i) {
      SACCADE_UNROLL
      for (int j = 0; j < kVectors; ++j) change(i, j * kLanes<T>, sums[i][j]);
    }
  }
};

/// Every element is one chain of multiply-adds over k in order, whatever the tile's shape.
template <class T, int kRows, int kVectors>
[[gnu::always_inline]] inline Tile<T, kRows, kVectors> multiply_tile(const TileJob<T>& job) {
  Tile<T, kRows, kVectors> tile;
  tile.for_each([](int, int, Lanes<T>& sum) { sum = Lanes<T>(T{0}); });
  const T* a = job.a;
  const T* b = job.b;
  for (int k = 0; k < job.depth; ++k, a += job.a_step, b += job.b_step) {
    Lanes<T> row[kVectors];
    SACCADE_UNROLL
    for (int j = 0; j < kVectors; ++j) row[j] = Lanes<T>::load_unaligned(b + j * kLanes<T>);
    SACCADE_UNROLL
    for (int i = 0; i < kRows; ++i) {
      const Lanes<T> factor(a[i * job.a_row]);
      SACCADE_UNROLL
      for (int j = 0; j < kVectors; ++j) {
        tile.sums[i][j] = xsimd::fma(factor, row[j], tile.sums[i][j]);
      }
    }
  }
  return tile;
}

/// c = finish(a b) for kRows rows and kVectors groups of lanes.
template <class T, int kRows, int kVectors>
void run_tile(const TileJob<T>& job) {
  auto tile = multiply_tile<T, kRows, kVectors>(job);
  const auto load = [](const T* from) { return Lanes<T>::load_unaligned(from); };
  const Finish<T>& finish = job.finish;
  const Lanes<T> zero(T{0});
  if (finish.bias != nullptr) {
    tile.for_each([&](int, int j, Lanes<T>& sum) { sum += load(finish.bias + j); });
  }
  if (finish.addend != nullptr) {
    const std::ptrdiff_t stride = finish.addend_stride;
    tile.for_each(
        [&](int i, int j, Lanes<T>& sum) { sum += load(finish.addend + i * stride + j); });
  }
  if (finish.rectify) {
    // Of a NaN and a number the maximum is the second: a NaN is not hidden.
    tile.for_each([&](int, int, Lanes<T>& sum) { sum = xsimd::max(zero, sum); });
  }
  if (finish.gate != nullptr) {
    const std::ptrdiff_t stride = finish.gate_stride;
    tile.for_each([&](int i, int j, Lanes<T>& sum) {
      sum = xsimd::select(load(finish.gate + i * stride + j) > zero, sum, zero);
    });
  }
  tile.for_each(
      [&](int i, int j, const Lanes<T>& sum) { sum.store_unaligned(job.c + i * job.c_row + j); });
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
  constexpr std::array<int, 4> kMany = {8, 8, 8, 6};
  constexpr std::array<int, 2> kFew = {8, 6};
  const auto index = static_cast<std::size_t>(vectors - 1);
  return kManyRegisters<T> ? kMany[index] : kFew[index];
}

template <class T>
using TileFunction = void (*)(const TileJob<T>&);

/// run_tile for 1 ... tile_rows rows, kVectors groups of lanes wide.
template <class T, int kVectors>
inline constexpr auto kTilesOfWidth = []<int... kRow>(std::integer_sequence<int, kRow...>) {
  return std::array<TileFunction<T>, sizeof...(kRow)>{&run_tile<T, kRow + 1, kVectors>...};
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
