// The innermost part of a matrix product: a tile of c that stays in registers while a and b stream
// past.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "nn/kernels/lanes.h"
#include "nn/kernels/product.h"

namespace saccade::nn {

/// A column of tiles: c[i, col + j] = epilogue(sum_k a[i, k] b[k, j]) for j < cols.
template <class T>
struct TileJob {
  const T* a = nullptr;
  std::ptrdiff_t a_row = 0;   ///< From a[i, k] to a[i + 1, k].
  std::ptrdiff_t a_step = 0;  ///< From a[i, k] to a[i, k + 1].
  const T* b = nullptr;       ///< At [0, 0]; columns side by side.
  std::ptrdiff_t b_step = 0;  ///< From b[k, j] to b[k + 1, j].
  int depth = 0;              ///< Of k.
  T* c = nullptr;             ///< At [0, 0]; columns side by side.
  std::ptrdiff_t c_row = 0;   ///< From c[i, j] to c[i + 1, j].
  int col = 0;
  int cols = 0;  ///< A multiple of kLanes, or less than kLanes; b is wide enough for whole lanes.
  Epilogue<T> epilogue;
};

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
[[gnu::always_inline]] inline Tile<T, kRows, kVectors> matmul_tile(const TileJob<T>& job,
                                                                   int first) {
  Tile<T, kRows, kVectors> tile;
  tile.for_each([](int, int, Lanes<T>& sum) { sum = Lanes<T>(T{0}); });
  const T* a = job.a + first * job.a_row;
  const T* b = job.b;
  for (int k = 0; k < job.depth; ++k, a += job.a_step, b += job.b_step) {
    Lanes<T> row[kVectors];
    SACCADE_UNROLL
    for (int j = 0; j < kVectors; ++j) row[j] = Lanes<T>::load_unaligned(b + j * kLanes<T>);
    SACCADE_UNROLL
    for (int i = 0; i < kRows; ++i) {
      const Lanes<T> a_ik(a[i * job.a_row]);
      SACCADE_UNROLL
      for (int j = 0; j < kVectors; ++j) {
        tile.sums[i][j] = multiply_add(a_ik, row[j], tile.sums[i][j]);
      }
    }
  }
  return tile;
}

/// The tile of rows first ... first + kRows - 1, kVectors groups of lanes wide.  Group says which
/// of them are in c: all, or the first job.cols of the only group.
template <class T, int kRows, int kVectors, class Group>
void run_tile(const TileJob<T>& job, int first) {
  auto tile = matmul_tile<T, kRows, kVectors>(job, first);
  const auto group = [&job](int j) {
    if constexpr (std::is_same_v<Group, PartGroup<T>>) return PartGroup<T>{job.col + j, job.cols};
    if constexpr (std::is_same_v<Group, WholeGroup<T>>) return WholeGroup<T>{job.col + j};
  };
  const Epilogue<T>& epilogue = job.epilogue;
  const Lanes<T> zero(T{0});
  if (epilogue.bias != nullptr) {
    tile.for_each([&](int, int j, Lanes<T>& sum) { sum += group(j).load(epilogue.bias); });
  }
  if (epilogue.residual != nullptr) {
    const std::ptrdiff_t stride = epilogue.residual_stride;
    const T* rows = epilogue.residual + first * stride;
    tile.for_each([&](int i, int j, Lanes<T>& sum) { sum += group(j).load(rows + i * stride); });
  }
  if (epilogue.relu) {
    // Of a NaN and a number the maximum is the second: a NaN is not hidden.
    tile.for_each([&](int, int, Lanes<T>& sum) { sum = xsimd::max(zero, sum); });
  }
  if (epilogue.gate != nullptr) {
    const std::ptrdiff_t stride = epilogue.gate_stride;
    const T* rows = epilogue.gate + first * stride;
    tile.for_each([&](int i, int j, Lanes<T>& sum) {
      sum = xsimd::select(group(j).load(rows + i * stride) > zero, sum, zero);
    });
  }
  T* rows = job.c + first * job.c_row;
  tile.for_each(
      [&](int i, int j, const Lanes<T>& sum) { group(j).store(sum, rows + i * job.c_row); });
}

/// Registers that hold lanes: 32 with AVX-512, 16 before.
template <class T>
inline constexpr bool kManyRegisters = sizeof(Lanes<T>) == 64;

/// Widest tile, in groups of lanes.
template <class T>
inline constexpr int kTileVectors = kManyRegisters<T> ? 4 : 2;

/// The same where there are only so many rows: low tiles leave registers for more of a row.
template <class T>
constexpr int tile_vectors(int rows) {
  return kManyRegisters<T> || rows > 4 ? kTileVectors<T> : 3;
}

/// Most rows of a tile of so many groups of lanes: its sums, a row of b and an element of a
/// fill the registers.
template <class T>
constexpr int tile_rows(int vectors) {
  constexpr std::array<int, 4> kMany = {8, 8, 8, 6};
  constexpr std::array<int, 3> kFew = {8, 6, 4};
  const auto index = static_cast<std::size_t>(vectors - 1);
  return kManyRegisters<T> ? kMany[index] : kFew[index];
}

template <class T>
using TileFunction = void (*)(const TileJob<T>&, int first);

/// run_tile for 1 ... tile_rows rows, kVectors groups of lanes wide.
template <class T, int kVectors, class Group>
inline constexpr auto kTiles = []<int... kRow>(std::integer_sequence<int, kRow...>) {
  return std::array<TileFunction<T>, sizeof...(kRow)>{&run_tile<T, kRow + 1, kVectors, Group>...};
}
(std::make_integer_sequence<int, tile_rows<T>(kVectors)>{});

/// The tile functions by height, for so many columns: a multiple of kLanes, or fewer.
template <class T>
inline const TileFunction<T>* tiles_for(int cols) {
  if constexpr (kManyRegisters<T>) {
    if (cols == 4 * kLanes<T>) return kTiles<T, 4, WholeGroup<T>>.data();
  }
  if (cols == 3 * kLanes<T>) return kTiles<T, 3, WholeGroup<T>>.data();
  if (cols == 2 * kLanes<T>) return kTiles<T, 2, WholeGroup<T>>.data();
  if (cols == kLanes<T>) return kTiles<T, 1, WholeGroup<T>>.data();
  return kTiles<T, 1, PartGroup<T>>.data();
}

}  // namespace saccade::nn
