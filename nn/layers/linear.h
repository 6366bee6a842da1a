// y = x W + b
#pragma once

#include <string>

#include "nn/kernels/product.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// Whether a Linear adds a bias.
enum class Bias { kYes, kNo };

/// An affine map of rows: x [rows x in], W [in x out], b [1 x out], y [rows x out].
template <class T>
struct Linear {
  Slice weight;
  Slice bias;  ///< Empty (no columns) without bias.

  /// Adds `name.weight` and `name.bias` to the layout.
  static Linear create(ParameterLayout& layout, const std::string& name, int in, int out,
                       Bias with_bias = Bias::kYes);

  /// Orthogonal weight times `gain`, zero bias.
  void initialise(T* parameters, Random& random, double gain) const;

  /// Overwrites y with epilogue(x W + b); epilogue.bias must be null.
  void forward(const T* parameters, const T* x, int rows, T* y, Epilogue<T> epilogue = {}) const;

  /// Overwrites d_x with epilogue(d_y W^T) unless it is null; adds to `gradient`.
  void backward(const T* parameters, const T* x, const T* d_y, int rows, T* d_x, T* gradient,
                const Epilogue<T>& epilogue = {}) const;
};

}  // namespace saccade::nn
