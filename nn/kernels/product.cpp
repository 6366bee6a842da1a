#include "nn/kernels/product.h"

#include <algorithm>

#include "nn/kernels/product_tile.h"
#include "nn/kernels/set_kernels.h"
#include "nn/kernels/transpose.h"

// Measured against Eigen and libxsmm (saccade bench kernels; the latter with -DSACCADE_LIBXSMM=ON).
// Eigen's products were faster only for 1024 x 1024 x 1024 and beyond (by a tenth), which no
// network here comes near; up to 512 they were slower in every shape measured, by two to four
// tenths for tens of rows.  libxsmm's generated code is faster by two to four hundredths at 16 rows
// and more of width 64 (by four tenths at 16 x 16 x 16), but each number of rows is a function of
// its own, generated at run time, which ragged sets would need by the hundred; and bias, residual,
// ReLU and its gate would be passes over memory again.
namespace saccade::nn {
namespace {

/// Rows of b that are multiplied before the next are: a strip of them fits into the fast caches.
constexpr int kDepth = 256;

/// The widest strip of columns, in elements.
template <class T>
constexpr int kStrip = kTileVectors<T>* kLanes<T>;

/// Runs the tiles of a job, which are as equally high as can be: low ones would not fill the
/// processor's pipelines.
template <class T>
void run_tiles(const TileJob<T>& job, int rows) {
  const TileFunction<T>* tiles = tiles_for<T>(job.cols);
  const int most = tile_rows<T>((job.cols + kLanes<T> - 1) / kLanes<T>);
  const int blocks = (rows + most - 1) / most;
  if (blocks == 0) return;
  const int low = rows / blocks;  // The first ones are one row higher.
  const int high_end = (low + 1) * (rows - low * blocks);
  int first = 0;
  for (; first < high_end; first += low + 1) tiles[low](job, first);
  for (; first < rows; first += low) tiles[low - 1](job, first);
}

/// The epilogue of one block of the sum over k: the first block adds bias and residual, later ones
/// add to what c holds of the sum; only the last applies ReLU and gate, to the whole sum.
template <class T>
Epilogue<T> epilogue_of_block(Epilogue<T> epilogue, const View<T>& c, bool first, bool last) {
  if (!first) {
    epilogue.bias = nullptr;
    epilogue.residual = c.data;
    epilogue.residual_stride = c.stride;
  }
  if (!last) {
    epilogue.relu = false;
    epilogue.gate = nullptr;
  }
  return epilogue;
}

/// Calls body(k, depth, epilogue) for blocks of the common dimension, at least once.
template <class T, class Body>
void for_depth_blocks(int all, const View<T>& c, const Epilogue<T>& epilogue, Body body) {
  int k = 0;
  do {
    const int depth = std::min(kDepth, all - k);
    body(k, depth, epilogue_of_block(epilogue, c, k == 0, k + depth == all));
    k += depth;
  } while (k < all);
}

/// The last columns of the product, fewer than kLanes.  `job` has all but these of b and c.
template <class T>
void matmul_last_columns(TileJob<T> job, const View<T>& c) {
  alignas(64) std::array<T, kDepth * kLanes<T>> panel;  // [depth x kLanes] the columns, then 0.
  const PartGroup<T> group{job.col, c.cols - job.col};
  for (int k = 0; k < job.depth; ++k) {
    group.load(job.b + k * job.b_step).store_aligned(panel.data() + k * kLanes<T>);
  }
  job.b = panel.data();
  job.b_step = kLanes<T>;
  job.cols = group.count;
  run_tiles(job, c.rows);
}

/// c = epilogue(a b), a[i, k] standing at i a_row + k a_step.
template <class T>
void matmul_strided(const T* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step, const View<const T>& b,
                    const View<T>& c, const Epilogue<T>& epilogue) {
  const int whole = c.cols / kLanes<T> * kLanes<T>;
  for_depth_blocks(b.rows, c, epilogue, [&](int k, int depth, const Epilogue<T>& block) {
    const T* rows = b.data + std::ptrdiff_t{k} * b.stride;
    TileJob<T> job{a + k * a_step, a_row,    a_step, rows, b.stride, depth,
                   c.data,         c.stride, 0,      0,    block};
    for (; job.col < whole; job.col += job.cols) {
      job.b = rows + job.col;
      job.cols = std::min(tile_vectors<T>(c.rows) * kLanes<T>, whole - job.col);
      run_tiles(job, c.rows);
    }
    if (whole == c.cols) return;
    job.b = rows;
    matmul_last_columns(job, c);
  });
}

/// Whether a matrix is a column whose elements stand side by side.
template <class T>
bool is_column(const View<T>& matrix) {
  return matrix.cols == 1 && matrix.stride == 1;
}

/// c = epilogue(a b) of columns b and c, by the dot products of the rows of a with b.
template <class T>
void matmul_column(const View<const T>& a, const T* b, T* c, const Epilogue<T>& epilogue) {
  constexpr int kBlock = 64;
  std::array<T, kBlock> dots;
  for (int first = 0; first < a.rows; first += kBlock) {
    const int count = std::min(kBlock, a.rows - first);
    score_rows(b, 1, a.data + std::ptrdiff_t{first} * a.stride, count, a.cols, dots.data(), 0);
    for (int i = 0; i < count; ++i) {
      const std::ptrdiff_t row = first + i;
      T sum = dots[static_cast<std::size_t>(i)];
      if (epilogue.bias != nullptr) sum += *epilogue.bias;
      if (epilogue.residual != nullptr) sum += epilogue.residual[row * epilogue.residual_stride];
      if (epilogue.relu && sum < T{0}) sum = T{0};
      if (epilogue.gate != nullptr && !(epilogue.gate[row * epilogue.gate_stride] > T{0})) {
        sum = T{0};
      }
      c[row] = sum;
    }
  }
}

}  // namespace

template <class T>
void matmul(const View<const T>& a, const View<const T>& b, const View<T>& c,
            const Epilogue<T>& epilogue) {
  if (is_column(b) && is_column(c) && a.stride == a.cols) {
    return matmul_column(a, b.data, c.data, epilogue);
  }
  matmul_strided(a.data, a.stride, 1, b, c, epilogue);
}

template <class T>
void add_matmul(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  matmul(a, b, c, Epilogue<T>{.residual = c.data, .residual_stride = c.stride});
}

template <class T>
void matmul_tn(const View<const T>& a, const View<const T>& b, const View<T>& c,
               const Epilogue<T>& epilogue) {
  const bool adds_column = epilogue.residual == nullptr || epilogue.residual_stride == 1;
  if (is_column(c) && adds_column && epilogue.bias == nullptr && epilogue.gate == nullptr) {
    // c^T = b^T a is the same with its lanes side by side.
    return matmul_strided(b.data, 1, b.stride, a, View<T>(c.data, 1, c.rows), epilogue);
  }
  matmul_strided(a.data, 1, a.stride, b, c, epilogue);
}

template <class T>
void add_matmul_tn(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  matmul_tn(a, b, c, Epilogue<T>{.residual = c.data, .residual_stride = c.stride});
}

template <class T>
void matmul_nt(const View<const T>& a, const View<const T>& b, const View<T>& c,
               const Epilogue<T>& epilogue) {
  if (is_column(b)) {  // b^T stands there as it is.
    return matmul_strided(a.data, a.stride, 1, View<const T>(b.data, 1, b.rows), c, epilogue);
  }
  alignas(64) std::array<T, kDepth * kStrip<T>> panel;  // [depth x kStrip] a strip of b^T.
  for_depth_blocks(a.cols, c, epilogue, [&](int k, int depth, const Epilogue<T>& block) {
    TileJob<T> job{a.data + k, a.stride, 1, panel.data(), kStrip<T>, depth, c.data,
                   c.stride,   0,        0, block};
    for (; job.col < c.cols; job.col += job.cols) {
      const int left = c.cols - job.col;
      // A last incomplete group of lanes is a strip of its own.
      job.cols = left < kLanes<T> ? left : std::min(kStrip<T>, left / kLanes<T> * kLanes<T>);
      transpose_padded(b.data + std::ptrdiff_t{job.col} * b.stride + k, b.stride, job.cols, depth,
                       panel.data(), kStrip<T>);
      run_tiles(job, c.rows);
    }
  });
}

template <class T>
void add_column_sums(const View<const T>& a, T* c) {
  // A strip of columns at a time: their chains of sums hide each other's latency.
  constexpr int kGroups = 4;
  int first = 0;
  for (; first + kGroups * kLanes<T> <= a.cols; first += kGroups * kLanes<T>) {
    Lanes<T> sums[kGroups];
    const auto at = [first](int group) { return WholeGroup<T>{first + group * kLanes<T>}; };
    SACCADE_UNROLL
    for (int j = 0; j < kGroups; ++j) sums[j] = at(j).load(c);
    const T* row = a.data;
    for (int i = 0; i < a.rows; ++i, row += a.stride) {
      SACCADE_UNROLL
      for (int j = 0; j < kGroups; ++j) sums[j] += at(j).load(row);
    }
    SACCADE_UNROLL
    for (int j = 0; j < kGroups; ++j) at(j).store(sums[j], c);
  }
  for_groups<T>(a.cols - first, [&](auto group) {
    Lanes<T> sum = group.load(c + first);
    const T* row = a.data + first;
    for (int i = 0; i < a.rows; ++i, row += a.stride) sum += group.load(row);
    group.store(sum, c + first);
  });
}

#define SACCADE_INSTANTIATE(T)                                                             \
  template void matmul(const View<const T>&, const View<const T>&, const View<T>&,         \
                       const Epilogue<T>&);                                                \
  template void add_matmul(const View<const T>&, const View<const T>&, const View<T>&);    \
  template void matmul_nt(const View<const T>&, const View<const T>&, const View<T>&,      \
                          const Epilogue<T>&);                                             \
  template void matmul_tn(const View<const T>&, const View<const T>&, const View<T>&,      \
                          const Epilogue<T>&);                                             \
  template void add_matmul_tn(const View<const T>&, const View<const T>&, const View<T>&); \
  template void add_column_sums(const View<const T>&, T*);
SACCADE_INSTANTIATE(float)
SACCADE_INSTANTIATE(double)
#undef SACCADE_INSTANTIATE

}  // namespace saccade::nn
