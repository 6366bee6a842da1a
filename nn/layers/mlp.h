// down(f(up(x))): the two-layer perceptron of a transformer block.
#pragma once

#include <string>

#include "nn/kernels/buffer.h"
#include "nn/kernels/rows.h"
#include "nn/layers/activation.h"
#include "nn/layers/linear.h"

namespace saccade::nn {

template <class T>
struct MlpPass {
  Buffer<T> hidden;     ///< [rows x hidden] up(x); unused with kRelu, whose slope f(up(x)) tells.
  Buffer<T> activated;  ///< [rows x hidden] f(up(x))
  Buffer<T> d_hidden;   ///< Scratch.
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

  /// Overwrites y [rows.count x out] with finish(down(f(up(x)))); finish.bias must be null.  x and
  /// y begin at the first of `rows`, by which the pass remembers them.
  void forward(const T* parameters, const T* x, Rows rows, MlpPass<T>& pass, T* y,
               const Finish<T>& finish = {}) const;
  /// Overwrites d_x with finish(dL/dx) unless it is null; adds to `gradient`.
  void backward(const T* parameters, const T* x, MlpPass<T>& pass, const T* d_y, Rows rows, T* d_x,
                T* gradient, const Finish<T>& finish = {}) const;
};

}  // namespace saccade::nn
