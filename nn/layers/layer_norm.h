// y = gain (x - mean) / sqrt(var + 1e-5) + bias, over each row (Ba et al. 2016).
#pragma once

#include <string>

#include "nn/kernels/buffer.h"
#include "nn/kernels/rows.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// What the backward pass needs to remember; filled by forward, until the next one.
template <class T>
struct LayerNormPass {
  Buffer<T> normalised;  ///< [rows x width] (x - mean) rstd, before gain and bias.
  Buffer<T> rstd;        ///< [rows] 1 / sqrt(var + 1e-5), the reciprocal standard deviation.
};

template <class T>
struct LayerNorm {
  Slice gain;  ///< [1 x width], 1 at first.
  Slice bias;  ///< [1 x width], 0 at first.

  /// Adds `name.gain` and `name.bias`.
  static LayerNorm create(ParameterLayout& layout, const std::string& name, int width);
  void initialise(T* parameters) const;

  /// Overwrites y [rows.count x width]; x and y begin at the first of `rows`, by which the pass
  /// remembers them.
  void forward(const T* parameters, const T* x, Rows rows, LayerNormPass<T>& pass, T* y) const;

  /// Overwrites d_x, which may be d_y; adds to `gradient`.  A gradient that arrives at
  /// pass.normalised directly comes in d_normalised [rows.count x width]; null: zero.
  void backward(const T* parameters, const LayerNormPass<T>& pass, const T* d_y, Rows rows, T* d_x,
                T* gradient, const T* d_normalised = nullptr) const;

 private:
  void scale_rows(const T* parameters, int rows, const T* normalised, T* y) const;
  void scale_rows_backward(const T* parameters, const T* normalised, const T* d_y,
                           const T* d_normalised, int rows, T* d_x, T* gradient) const;
};

}  // namespace saccade::nn
