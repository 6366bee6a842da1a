// Matrix products over row-major arrays: the one place where a linear-algebra library is called.
#pragma once

// Eigen packs its operands on the stack up to this many bytes, and on the heap beyond: passes must
// not allocate.
#define EIGEN_STACK_ALLOCATION_LIMIT (1 << 20)

#include <Eigen/Core>

namespace saccade::nn {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using StridedMap = Eigen::Map<Matrix<T>, Eigen::Unaligned, Eigen::OuterStride<>>;
template <class T>
using ConstStridedMap = Eigen::Map<const Matrix<T>, Eigen::Unaligned, Eigen::OuterStride<>>;

/// A row-major matrix that may be a column block of a wider one.
template <class T>
struct View {
  T* data = nullptr;
  int rows = 0;
  int cols = 0;
  int stride = 0;  ///< Elements from one row to the next.

  View(T* first, int row_count, int col_count) : View(first, row_count, col_count, col_count) {}
  View(T* first, int row_count, int col_count, int row_stride)
      : data(first), rows(row_count), cols(col_count), stride(row_stride) {}
};

template <class T>
auto map(const View<const T>& v) {
  return ConstStridedMap<T>(v.data, v.rows, v.cols, Eigen::OuterStride<>(v.stride));
}
template <class T>
auto map(const View<T>& v) {
  return StridedMap<T>(v.data, v.rows, v.cols, Eigen::OuterStride<>(v.stride));
}

/// c = a b
template <class T>
void multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() = map(a) * map(b);
}

/// c += a b
template <class T>
void add_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() += map(a) * map(b);
}

/// c = a b^T
template <class T>
void multiply_transposed(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() = map(a) * map(b).transpose();
}

/// c += a b^T
template <class T>
void add_multiply_transposed(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() += map(a) * map(b).transpose();
}

/// c += a^T b, the gradient of a weight
template <class T>
void add_transposed_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() += map(a).transpose() * map(b);
}

/// c [1 x cols] += sum of the rows of a, the gradient of a bias
template <class T>
void add_column_sums(const View<const T>& a, T* c) {
  for (int row = 0; row < a.rows; ++row) {
    const T* from = a.data + static_cast<std::ptrdiff_t>(row) * a.stride;
    for (int col = 0; col < a.cols; ++col) c[col] += from[col];
  }
}

}  // namespace saccade::nn
