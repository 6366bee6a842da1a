// Matrix products over row-major arrays, fast for the small shapes of which networks are made.
//
//   matmul     c = a b       GEMM with neither factor transposed ("nn" in BLAS)
//   matmul_nt  c = a b^T     the second transposed
//   matmul_tn  c = a^T b     the first transposed
//
// The names with add_ before them add to c (beta = 1 in BLAS).
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

  /// Columns [first, first + count) of all rows.
  View columns(int first, int count) const { return {data + first, rows, count, stride}; }
};

/// What happens to the elements of a product before they are stored in c, in this order: it saves
/// passes over memory.  Matrices have the shape of c.
template <class T>
struct Epilogue {
  const T* bias = nullptr;      ///< [cols] added to every row; null: none.
  const T* residual = nullptr;  ///< [rows x cols] added; may be c; null: none.
  int residual_stride = 0;      ///< Elements from one row of `residual` to the next.
  bool relu = false;            ///< Negative elements become 0.
  const T* gate = nullptr;      ///< [rows x cols] where not positive elements become 0: the
                                ///< backward of a ReLU whose output this is; null: none.
  int gate_stride = 0;          ///< Elements from one row of `gate` to the next.
};

/// c = epilogue(a b).  Each row of c depends on its own row of a alone, to the last bit, wherever
/// it stands in a batch of whatever size.
template <class T>
void matmul(const View<const T>& a, const View<const T>& b, const View<T>& c,
            const Epilogue<T>& epilogue = {});

/// c += a b
template <class T>
void add_matmul(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c = epilogue(a b^T), rows independent as in `matmul`
template <class T>
void matmul_nt(const View<const T>& a, const View<const T>& b, const View<T>& c,
               const Epilogue<T>& epilogue = {});

/// c = epilogue(a^T b)
template <class T>
void matmul_tn(const View<const T>& a, const View<const T>& b, const View<T>& c,
               const Epilogue<T>& epilogue = {});

/// c += a^T b, the gradient of a weight
template <class T>
void add_matmul_tn(const View<const T>& a, const View<const T>& b, const View<T>& c);

/// c [1 x cols] += sum of the rows of a, the gradient of a bias
template <class T>
void add_column_sums(const View<const T>& a, T* c);

}  // namespace saccade::nn
