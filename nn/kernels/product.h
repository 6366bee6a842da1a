// Matrix products over row-major arrays, fast for the small shapes of which networks are made.
#pragma once

#include <type_traits>

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

  operator View<const T>() const requires(!std::is_const_v<T>) {
    return {data, rows, cols, stride};
  }
};

/// What happens to the elements of a product on their way to c, in this order: it saves passes over
/// memory.  Matrices have the shape of c.
template <class T>
struct Finish {
  const T* bias = nullptr;    ///< [cols] Added to every row.
  const T* addend = nullptr;  ///< Added; may be c.
  int addend_stride = 0;
  bool rectify = false;     ///< Negative elements become 0.
  const T* gate = nullptr;  ///< Elements become 0 where this is not positive: ReLU's slope.
  int gate_stride = 0;
};

/// c = finish(a b).  Each row of c depends on its own row of a alone, to the last bit, wherever it
/// stands in a batch of whatever size.
template <class T>
void multiply(const View<const T>& a, const View<const T>& b, const View<T>& c,
              const Finish<T>& finish = {});

/// c += a b
template <class T>
void add_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c = finish(a b^T), rows independent as in `multiply`
template <class T>
void multiply_transposed(const View<const T>& a, const View<const T>& b, const View<T>& c,
                         const Finish<T>& finish = {});

/// c = finish(a^T b)
template <class T>
void transposed_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c,
                         const Finish<T>& finish = {});

/// c += a^T b, the gradient of a weight
template <class T>
void add_transposed_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c [1 x cols] += sum of the rows of a, the gradient of a bias
template <class T>
void add_column_sums(const View<const T>& a, T* c);

}  // namespace saccade::nn
