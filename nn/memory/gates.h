// What the cells with gates share.
#pragma once

#include "nn/kernels/buffer.h"
#include "nn/kernels/lanes.h"
#include "nn/kernels/product.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// 1 / (1 + exp(-x))
template <class T>
inline Lanes<T> sigmoid(const Lanes<T>& x) {
  return Lanes<T>(T{1}) / (Lanes<T>(T{1}) + xsimd::exp(-x));
}

/// The slope of y = sigmoid(x), given y.
template <class T>
inline Lanes<T> sigmoid_slope(const Lanes<T>& y) {
  return subtract_product(y, y, y);
}

/// The slope of y = tanh(x), given y.
template <class T>
inline Lanes<T> tanh_slope(const Lanes<T>& y) {
  return subtract_product(y, y, Lanes<T>(T{1}));
}

/// The transpose [gates width x width] of a weight [width x gates width].
template <class T>
class TransposedWeight {
 public:
  void assign(const T* parameters, const Slice& weight);
  View<const T> view() const { return {numbers_.data(), rows_, cols_, stride_}; }

 private:
  Buffer<T> numbers_;
  int rows_ = 0;
  int cols_ = 0;
  int stride_ = 0;
};

/// Fills the weight [width x gates width] of several gates, side by side: each one's square is
/// orthogonal by itself.
template <class T>
void fill_orthogonal_gates(T* parameters, const Slice& weight, Random& random);

}  // namespace saccade::nn
