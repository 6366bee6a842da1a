// Operations on rows, vectorised: the inner loops of everything that is not a matrix product.
//
// What comes out for a row depends on that row alone, whatever others are treated with it.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "nn/kernels/lanes.h"

namespace saccade::nn {

/// sum_i a_i b_i
template <class T>
inline T dot(const T* a, const T* b, int n) {
  Lanes<T> sum(T{0});
  for_groups<T>(n, [&](auto group) { sum = multiply_add(group.load(a), group.load(b), sum); });
  return sum_lanes(sum);
}

/// y += s x
template <class T>
inline void add_scaled(T s, const T* x, int n, T* y) {
  const Lanes<T> scale(s);
  for_groups<T>(
      n, [&](auto group) { group.store(multiply_add(scale, group.load(x), group.load(y)), y); });
}

/// y += a b, element by element
template <class T>
inline void add_product(const T* a, const T* b, int n, T* y) {
  for_groups<T>(n, [&](auto group) {
    group.store(multiply_add(group.load(a), group.load(b), group.load(y)), y);
  });
}

/// Where row i of an array of rows begins; `map` gives its number, null: i.
template <class P>
inline P* row_of(P* rows, const std::int32_t* map, int i, int width) {
  return rows + static_cast<std::ptrdiff_t>(map == nullptr ? i : map[i]) * width;
}

/// A group of lanes for each of kLanes rows, to be summed up together.
template <class T>
class RowSums {
 public:
  void set(int row, const Lanes<T>& lanes) { lanes_[static_cast<std::size_t>(row)] = lanes; }

  /// Lane i is the sum of the lanes of row i < count, the same whatever count is.
  Lanes<T> total(int count) {
    if (count > 4) {
      for (int i = count; i < kLanes<T>; ++i) set(i, Lanes<T>(T{0}));
      return sum_each<T>(lanes_);
    }
    alignas(64) std::array<T, Lanes<T>::size> sums{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      sums[i] = sum_lanes<T>(lanes_[i]);
    }
    return Lanes<T>::load_aligned(sums.data());
  }

 private:
  LaneSquare<T> lanes_;
};

/// Up to kLanes rows of normalise_rows, from row `first`.
template <class T>
inline void normalise_group(const T* x, const std::int32_t* map, int first, int count, int width,
                            T* y, T* rstd) {
  const Lanes<T> inverse_n(T{1} / static_cast<T>(width));
  alignas(64) std::array<T, Lanes<T>::size> origins{}, means, rstds;  // [count] one of each row.
  // Mean and variance are those of the distances to the row's first element: no second look at the
  // row is needed, and no digits are lost where the mean is large.
  RowSums<T> sums, squares;  // Of each row's distances, and of their squares.
  for (int i = 0; i < count; ++i) {
    const T* row = row_of(x, map, first + i, width);
    origins[static_cast<std::size_t>(i)] = row[0];
    const Lanes<T> origin(row[0]);
    Lanes<T> sum(T{0});
    Lanes<T> square(T{0});
    for_groups<T>(width, [&](auto group) {
      const Lanes<T> d = group.load(row, origin) - origin;
      sum += d;
      square = multiply_add(d, d, square);
    });
    sums.set(i, sum);
    squares.set(i, square);
  }
  const Lanes<T> distance = inverse_n * sums.total(count);
  const Lanes<T> variance = xsimd::max(
      Lanes<T>(T{0}), subtract_product(distance, distance, inverse_n * squares.total(count)));
  (Lanes<T>::load_aligned(origins.data()) + distance).store_aligned(means.data());
  (Lanes<T>(T{1}) / xsimd::sqrt(variance + Lanes<T>(T(1e-5)))).store_aligned(rstds.data());
  for (int i = 0; i < count; ++i) {
    const T* row = row_of(x, map, first + i, width);
    T* out = row_of(y, nullptr, first + i, width);
    const Lanes<T> center(means[static_cast<std::size_t>(i)]);
    const Lanes<T> scale(rstds[static_cast<std::size_t>(i)]);
    for_groups<T>(width, [&](auto group) { group.store((group.load(row) - center) * scale, out); });
    rstd[first + i] = rstds[static_cast<std::size_t>(i)];
  }
}

/// y_i = (x_i - mean(x_i)) rstd_i with rstd_i = 1 / sqrt(var(x_i) + 1e-5), the reciprocal standard
/// deviation, for n rows: layer normalisation without gain and bias (Ba et al. 2016).  Row i of
/// y [n x width] comes from row map[i] of x, or from row i if `map` is null; then y may be x.
/// Overwrites rstd [n].
template <class T>
inline void normalise_rows(const T* x, const std::int32_t* map, int n, int width, T* y, T* rstd) {
  for (int i = 0; i < n; i += kLanes<T>) {
    normalise_group(x, map, i, std::min(kLanes<T>, n - i), width, y, rstd);
  }
}

/// Up to kLanes rows of normalise_rows_backward, from row `first`.
template <class T>
inline void normalise_group_backward(const T* y, const T* rstd, const T* d_y, int first, int count,
                                     int width, T* d_x, const std::int32_t* map) {
  const Lanes<T> inverse_n(T{1} / static_cast<T>(width));
  // [count] mean(d_y_i) and mean(d_y_i y_i) of each row, and the sums that they come from.
  alignas(64) std::array<T, Lanes<T>::size> mean_d, mean_dy;
  RowSums<T> sums, products;
  for (int i = 0; i < count; ++i) {
    const T* row = row_of(y, nullptr, first + i, width);
    const T* d_row = row_of(d_y, nullptr, first + i, width);
    Lanes<T> sum(T{0});      // Of d_y_i.
    Lanes<T> product(T{0});  // Of d_y_i y_i.
    for_groups<T>(width, [&](auto group) {
      const Lanes<T> d = group.load(d_row);
      sum += d;
      product = multiply_add(d, group.load(row), product);
    });
    sums.set(i, sum);
    products.set(i, product);
  }
  (inverse_n * sums.total(count)).store_aligned(mean_d.data());
  (inverse_n * products.total(count)).store_aligned(mean_dy.data());
  for (int i = 0; i < count; ++i) {
    const T* row = row_of(y, nullptr, first + i, width);
    const T* d_row = row_of(d_y, nullptr, first + i, width);
    T* out = row_of(d_x, map, first + i, width);
    const Lanes<T> mean(mean_d[static_cast<std::size_t>(i)]);
    const Lanes<T> along(mean_dy[static_cast<std::size_t>(i)]);
    const Lanes<T> scale(rstd[first + i]);
    for_groups<T>(width, [&](auto group) {
      group.store(scale * subtract_product(along, group.load(row), group.load(d_row) - mean), out);
    });
  }
}

/// The backward of y_i = (x_i - mean(x_i)) rstd_i, given y, rstd and dL/dy:
/// d_x_i = rstd_i (d_y_i - mean(d_y_i) - y_i mean(d_y_i y_i)).  Overwrites row map[i] of d_x, or
/// row i if `map` is null; then d_x may be d_y.
template <class T>
inline void normalise_rows_backward(const T* y, const T* rstd, const T* d_y, int n, int width,
                                    T* d_x, const std::int32_t* map = nullptr) {
  for (int i = 0; i < n; i += kLanes<T>) {
    normalise_group_backward(y, rstd, d_y, i, std::min(kLanes<T>, n - i), width, d_x, map);
  }
}

/// normalise_rows_backward for one row of n elements.
template <class T>
inline void normalise_row_backward(const T* y, T rstd, const T* d_y, int n, T* d_x) {
  normalise_rows_backward(y, &rstd, d_y, 1, n, d_x);
}

/// x = softmax(x) in place, shifted by its maximum so that nothing overflows; n >= 1.
template <class T>
inline void softmax_row(T* x, int n) {
  const Lanes<T> never(-std::numeric_limits<T>::infinity());
  if (n <= kLanes<T>) {
    const auto in_registers = [&](auto group) {
      const Lanes<T> all = group.load(x, never);
      const Lanes<T> e = xsimd::exp(all - largest_lane<T>(all));
      group.store(e * (Lanes<T>(T{1}) / spread_sum<T>(e)), x);
    };
    return for_groups<T>(n, in_registers);
  }
  Lanes<T> largest = never;
  for_groups<T>(n, [&](auto group) { largest = xsimd::max(largest, group.load(x, never)); });
  largest = largest_lane<T>(largest);
  Lanes<T> sum(T{0});
  for_groups<T>(n, [&](auto group) {
    const Lanes<T> e = xsimd::exp(group.load(x, never) - largest);
    group.store(e, x);
    sum += e;
  });
  const Lanes<T> inverse = Lanes<T>(T{1}) / spread_sum<T>(sum);
  for_groups<T>(n, [&](auto group) { group.store(group.load(x) * inverse, x); });
}

/// Given p = softmax(x) and dL/dp in d: d = p (d - p . d), that is dL/dx, in place.
template <class T>
inline void softmax_row_backward(const T* p, int n, T* d) {
  Lanes<T> sum(T{0});
  for_groups<T>(n, [&](auto group) { sum = multiply_add(group.load(p), group.load(d), sum); });
  const Lanes<T> mean = spread_sum<T>(sum);
  for_groups<T>(n, [&](auto group) { group.store(group.load(p) * (group.load(d) - mean), d); });
}

}  // namespace saccade::nn
