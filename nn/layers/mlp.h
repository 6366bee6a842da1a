// down(f(up(x))): the two-layer perceptron of a transformer block.
#pragma once

#include <string>

#include "nn/kernels/buffer.h"
#include "nn/kernels/rows.h"
#include "nn/layers/activation.h"
#include "nn/layers/linear.h"

namespace saccade::nn {

/// What the backward pass needs to remember, and its scratch.
template <class T>
struct MlpPass {
  Buffer<T> hidden;  ///< [rows x hidden] up(x), filled by forward; unused with kRelu, whose slope
                     ///< `activated` tells.
  Buffer<T> activated;  ///< [rows x hidden] f(up(x)), filled by forward.
  Buffer<T> d_hidden;   ///< [rows.count x hidden] scratch of backward.
};

template <class T>
struct Mlp {
  Linear<T> up;    ///< [in x hidden]
  Linear<T> down;  ///< [hidden x out]
  Activation activation = Activation::kRelu;

  /// Adds `name.up` and `name.down`.
  static Mlp create(ParameterLayout& layout, const std::string& name, int in, int hidden, int out,
                    Activation activation);
  void initialise(T* parameters, Random& random, double out_gain) const;

  /// Overwrites y [rows.count x out] with epilogue(down(f(up(x)))); epilogue.bias must be null.  x
  /// and y begin at the first of `rows`, by which the pass remembers them.
  void forward(const T* parameters, const T* x, Rows rows, MlpPass<T>& pass, T* y,
               const Epilogue<T>& epilogue = {}) const;
  /// Overwrites d_x with epilogue(dL/dx) unless it is null; adds to `gradient`.
  void backward(const T* parameters, const T* x, MlpPass<T>& pass, const T* d_y, Rows rows, T* d_x,
                T* gradient, const Epilogue<T>& epilogue = {}) const;
};

}  // namespace saccade::nn
