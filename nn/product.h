// Matrix products over row-major arrays: the one place where a linear-algebra library is called.
#pragma once

namespace saccade::nn {

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

/// c = a b
template <class T>
void multiply(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c += a b
template <class T>
void add_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c = a b^T
template <class T>
void multiply_transposed(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c += a^T b, the gradient of a weight
template <class T>
void add_transposed_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c [1 x cols] += sum of the rows of a, the gradient of a bias
template <class T>
void add_column_sums(const View<const T>& a, T* c);

}  // namespace saccade::nn
