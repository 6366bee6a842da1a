#include "nn/product.h"

#include <algorithm>

#include "nn/product_tile.h"
#include "nn/transpose.h"

// Eigen's products were faster only for 1024 x 1024 x 1024 and beyond (by a tenth), which no
// network here comes near; up to 512 they were slower in every shape measured, by two to four
// tenths for tens of rows.
namespace saccade::nn {
namespace {

/// Rows of b that are multiplied before the next are: a strip of them fits into the fast caches.
constexpr int kDepth = 256;

/// The widest strip of columns, in elements.
template <class T>
constexpr int kStrip = kTileVectors<T>* kLanes<T>;

/// Columns [begin, begin + cols) of the product, b's part of them ready for the tiles: wide enough
/// to be read in whole groups of lanes.
template <class T>
struct Strip {
  const T* b = nullptr;
  std::ptrdiff_t b_step = 0;
  int begin = 0;
  int cols = 0;

  int vectors() const { return (cols + kLanes<T> - 1) / kLanes<T>; }
};

/// `finish` as seen from element [row, col].
template <class T>
Finish<T> moved(Finish<T> finish, std::ptrdiff_t row, std::ptrdiff_t col) {
  if (finish.bias != nullptr) finish.bias += col;
  if (finish.addend != nullptr) finish.addend += row * finish.addend_stride + col;
  if (finish.gate != nullptr) finish.gate += row * finish.gate_stride + col;
  return finish;
}

/// Calls body(first, count) for blocks of at most `most` out of n, as equal as can be: a small rest
/// would not fill the processor's pipelines.
template <class Body>
void for_even_blocks(int n, int most, Body body) {
  const int blocks = (n + most - 1) / most;
  for (int block = 0, first = 0; block < blocks; ++block) {
    const int count = (n - first + blocks - block - 1) / (blocks - block);
    body(first, count);
    first += count;
  }
}

/// The part of c in the strip.  a[i, k] stands at i a_row + k a_step.
template <class T>
void multiply_strip(const T* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step, int depth,
                    const Strip<T>& strip, const View<T>& c, const Finish<T>& finish) {
  const TileFunction<T>* tiles = tiles_of_width<T>(strip.vectors());
  for_even_blocks(c.rows, tile_rows<T>(strip.vectors()), [&](int row, int count) {
    tiles[count - 1]({.a = a + row * a_row,
                      .a_row = a_row,
                      .a_step = a_step,
                      .b = strip.b,
                      .b_step = strip.b_step,
                      .depth = depth,
                      .c = c.data + static_cast<std::ptrdiff_t>(row) * c.stride + strip.begin,
                      .c_row = c.stride,
                      .finish = moved(finish, row, strip.begin)});
  });
}

/// One element on its way to c, as finish_tile does it.
template <class T>
T finish_element(const Finish<T>& finish, int i, int j, T sum) {
  if (finish.bias != nullptr) sum += finish.bias[j];
  if (finish.addend != nullptr) sum += finish.addend[std::ptrdiff_t{i} * finish.addend_stride + j];
  if (finish.rectify && sum < 0) sum = 0;
  if (finish.gate != nullptr && !(finish.gate[std::ptrdiff_t{i} * finish.gate_stride + j] > 0)) {
    sum = 0;
  }
  return sum;
}

/// The same for a strip that ends within a group of lanes: all of the group is computed, but only
/// the columns that are there are finished and stored.
template <class T>
void multiply_tail(const T* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step, int depth,
                   const Strip<T>& strip, const View<T>& c, const Finish<T>& finish) {
  constexpr int kRows = 64;
  alignas(64) std::array<T, kRows * kLanes<T>> sums;
  const Finish<T> from_strip = moved(finish, 0, strip.begin);
  for (int first = 0; first < c.rows; first += kRows) {
    const int rows = std::min(kRows, c.rows - first);
    const View<T> part(sums.data(), rows, kLanes<T>);
    multiply_strip(a + first * a_row, a_row, a_step, depth,
                   Strip<T>{strip.b, strip.b_step, 0, kLanes<T>}, part, {});
    for (int j = 0; j < strip.cols; ++j) {
      T* to = c.data + std::ptrdiff_t{first} * c.stride + strip.begin + j;
      for (int i = 0; i < rows; ++i, to += c.stride) {
        *to = finish_element(from_strip, first + i, j,
                             sums[static_cast<std::size_t>(i * kLanes<T> + j)]);
      }
    }
  }
}

/// What block [begin, end) of k does with its sums: the first adds what is to be added, others add
/// to c; the last one shapes the whole.
template <class T>
Finish<T> finish_of_block(Finish<T> finish, const View<T>& c, bool first, bool last) {
  if (!first) {
    finish.bias = nullptr;
    finish.addend = c.data;
    finish.addend_stride = c.stride;
  }
  if (!last) {
    finish.rectify = false;
    finish.gate = nullptr;
  }
  return finish;
}

/// Calls body(k, depth, finish) for blocks of the common dimension, at least once.
template <class T, class Body>
void for_depth_blocks(int all, const View<T>& c, const Finish<T>& finish, Body body) {
  int k = 0;
  do {
    const int depth = std::min(kDepth, all - k);
    body(k, depth, finish_of_block(finish, c, k == 0, k + depth == all));
    k += depth;
  } while (k < all);
}

/// c = finish(a b), a[i, k] standing at i a_row + k a_step.
template <class T>
void multiply_strided(const T* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step,
                      const View<const T>& b, const View<T>& c, const Finish<T>& finish) {
  const int whole = c.cols / kLanes<T> * kLanes<T>;
  const std::ptrdiff_t b_stride = b.stride;
  for_depth_blocks(b.rows, c, finish, [&](int k, int depth, const Finish<T>& block) {
    const T* rows = b.data + k * b_stride;
    const T* factors = a + k * a_step;
    for (int j = 0; j < whole; j += kStrip<T>) {
      const Strip<T> strip{rows + j, b_stride, j, std::min(kStrip<T>, whole - j)};
      multiply_strip(factors, a_row, a_step, depth, strip, c, block);
    }
    if (whole == c.cols) return;
    alignas(64) std::array<T, kDepth * kLanes<T>> panel;
    std::fill_n(panel.data(), depth * kLanes<T>, T{0});
    for (int j = whole; j < c.cols; ++j) {
      for (int i = 0; i < depth; ++i) {
        panel[static_cast<std::size_t>(i * kLanes<T> + j - whole)] = rows[i * b_stride + j];
      }
    }
    const Strip<T> strip{panel.data(), kLanes<T>, whole, c.cols - whole};
    multiply_tail(factors, a_row, a_step, depth, strip, c, block);
  });
}

}  // namespace

template <class T>
void multiply(const View<const T>& a, const View<const T>& b, const View<T>& c,
              const Finish<T>& finish) {
  multiply_strided(a.data, a.stride, 1, b, c, finish);
}

template <class T>
void add_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  multiply(a, b, c, Finish<T>{.addend = c.data, .addend_stride = c.stride});
}

template <class T>
void add_transposed_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  multiply_strided(a.data, 1, a.stride, b, c,
                   Finish<T>{.addend = c.data, .addend_stride = c.stride});
}

template <class T>
void multiply_transposed(const View<const T>& a, const View<const T>& b, const View<T>& c,
                         const Finish<T>& finish) {
  alignas(64) std::array<T, kDepth * kStrip<T>> panel;
  for_depth_blocks(a.cols, c, finish, [&](int k, int depth, const Finish<T>& block) {
    for (int j = 0; j < c.cols;) {
      const int left = c.cols - j;
      // A last incomplete group of lanes is a strip of its own.
      const int cols = left < kLanes<T> ? left : std::min(kStrip<T>, left / kLanes<T> * kLanes<T>);
      const Strip<T> strip{panel.data(), kStrip<T>, j, cols};
      transpose_padded(b.data + std::ptrdiff_t{j} * b.stride + k, b.stride, cols, depth,
                       panel.data(), kStrip<T>);
      const auto run = cols < kLanes<T> ? multiply_tail<T> : multiply_strip<T>;
      run(a.data + k, a.stride, 1, depth, strip, c, block);
      j += cols;
    }
  });
}

template <class T>
void add_column_sums(const View<const T>& a, T* c) {
  for_lanes<T>(
      a.cols,
      [&](int j) {
        auto sum = Lanes<T>::load_unaligned(c + j);
        for (int i = 0; i < a.rows; ++i) {
          sum += Lanes<T>::load_unaligned(a.data + std::ptrdiff_t{i} * a.stride + j);
        }
        sum.store_unaligned(c + j);
      },
      [&](int j) {
        for (int i = 0; i < a.rows; ++i) c[j] += a.data[std::ptrdiff_t{i} * a.stride + j];
      });
}

#define SACCADE_INSTANTIATE(T)                                                                  \
  template void multiply(const View<const T>&, const View<const T>&, const View<T>&,            \
                         const Finish<T>&);                                                     \
  template void add_multiply(const View<const T>&, const View<const T>&, const View<T>&);       \
  template void multiply_transposed(const View<const T>&, const View<const T>&, const View<T>&, \
                                    const Finish<T>&);                                          \
  template void add_transposed_multiply(const View<const T>&, const View<const T>&,             \
                                        const View<T>&);                                        \
  template void add_column_sums(const View<const T>&, T*);
SACCADE_INSTANTIATE(float)
SACCADE_INSTANTIATE(double)
#undef SACCADE_INSTANTIATE

}  // namespace saccade::nn
