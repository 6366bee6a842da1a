#include "nn/product.h"

// Eigen packs its operands on the stack up to this many bytes, and on the heap beyond: passes must
// not allocate.
#define EIGEN_STACK_ALLOCATION_LIMIT (1 << 20)

#include <Eigen/Core>

namespace saccade::nn {
namespace {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T>
auto map(const View<const T>& v) {
  return Eigen::Map<const Matrix<T>, Eigen::Unaligned, Eigen::OuterStride<>>(
      v.data, v.rows, v.cols, Eigen::OuterStride<>(v.stride));
}
template <class T>
auto map(const View<T>& v) {
  return Eigen::Map<Matrix<T>, Eigen::Unaligned, Eigen::OuterStride<>>(
      v.data, v.rows, v.cols, Eigen::OuterStride<>(v.stride));
}

}  // namespace

template <class T>
void multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() = map(a) * map(b);
}

template <class T>
void add_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() += map(a) * map(b);
}

template <class T>
void multiply_transposed(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() = map(a) * map(b).transpose();
}

template <class T>
void add_transposed_multiply(const View<const T>& a, const View<const T>& b, const View<T>& c) {
  map(c).noalias() += map(a).transpose() * map(b);
}

template <class T>
void add_column_sums(const View<const T>& a, T* c) {
  map(View<T>(c, 1, a.cols)) += map(a).colwise().sum();
}

#define SACCADE_INSTANTIATE(T)                                                                   \
  template void multiply(const View<const T>&, const View<const T>&, const View<T>&);            \
  template void add_multiply(const View<const T>&, const View<const T>&, const View<T>&);        \
  template void multiply_transposed(const View<const T>&, const View<const T>&, const View<T>&); \
  template void add_transposed_multiply(const View<const T>&, const View<const T>&,              \
                                        const View<T>&);                                         \
  template void add_column_sums(const View<const T>&, T*);
SACCADE_INSTANTIATE(float)
SACCADE_INSTANTIATE(double)
#undef SACCADE_INSTANTIATE

}  // namespace saccade::nn
