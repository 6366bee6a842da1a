// Hidden layers of a perceptron, however many:
//
//   y_0 = x     y_i = f(y_(i-1) W_i + b_i)
#pragma once

#include <string>
#include <vector>

#include "nn/kernels/buffer.h"
#include "nn/layers/activation.h"
#include "nn/layers/linear.h"

namespace saccade::nn {

/// What one forward leaves for its backward.  Owned by the caller and reused.
template <class T>
struct HiddenLayersPass {
  struct Layer {
    Buffer<T> hidden;       ///< [rows x width] y W + b, filled by forward; unused with kRelu, whose
                            ///< slope `activated` tells.
    Buffer<T> activated;    ///< [rows x width] f(hidden), filled by forward.
    Buffer<T> d_activated;  ///< [rows x width] scratch of backward, but for the last layer: that
                            ///< holds what HiddenLayers::d_out gives out.
  };
  std::vector<Layer> layers;
  const T* out = nullptr;  ///< [rows x width of the last layer] what forward has computed; without
                           ///< layers x itself.
};

template <class T>
struct HiddenLayers {
  std::vector<Linear<T>> layers;              ///< Perhaps none.
  Activation activation = Activation::kRelu;  ///< f

  /// One layer for each of `widths`.  Adds `name` with the number of the layer: "policy.hidden0".
  static HiddenLayers create(ParameterLayout& layout, const std::string& name, int in,
                             const std::vector<int>& widths, Activation activation);
  /// Of what they give out, given that of what they read.
  int out_width(int in) const { return layers.empty() ? in : layers.back().weight.cols; }
  /// Orthogonal weights with the gain of the activation, zero biases.
  void initialise(T* parameters, Random& random) const;

  /// Fills pass.out from x [rows x in].
  void forward(const T* parameters, const T* x, int rows, HiddenLayersPass<T>& pass) const;

  /// Where the gradient with respect to pass.out is to be written before a backward: memory of the
  /// pass, or d_x where there are no layers.
  T* d_out(HiddenLayersPass<T>& pass, int rows, T* d_x) const;
  /// Overwrites d_x [rows x in] with epilogue(dL/dx), adds to `gradient`.  Without layers there is
  /// nothing to do.
  void backward(const T* parameters, const T* x, int rows, HiddenLayersPass<T>& pass, T* d_x,
                T* gradient, const Epilogue<T>& epilogue = {}) const;
};

}  // namespace saccade::nn
