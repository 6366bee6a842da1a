#include "nn/layer_norm.h"

#include "nn/initialise.h"
#include "nn/row_ops.h"

namespace saccade::nn {

template <class T>
LayerNorm<T> LayerNorm<T>::create(ParameterLayout& layout, const std::string& name, int width) {
  return {layout.add(name + ".gain", 1, width), layout.add(name + ".bias", 1, width)};
}

template <class T>
void LayerNorm<T>::initialise(T* parameters) const {
  fill_constant(parameters, gain, 1);
  fill_constant(parameters, bias, 0);
}

template <class T>
void LayerNorm<T>::forward(const T* parameters, const T* x, int rows, LayerNormPass<T>& pass,
                           T* y) const {
  const int width = gain.cols;
  const T* g = parameters + gain.offset;
  const T* b = parameters + bias.offset;
  T* normalised = pass.normalised.resize(rows, width);
  T* factor = pass.factor.resize(rows, 1);
  for (int row = 0; row < rows; ++row, x += width, y += width, normalised += width) {
    factor[row] = normalise_row(x, width, normalised);
    for (int i = 0; i < width; ++i) y[i] = g[i] * normalised[i] + b[i];
  }
}

template <class T>
void LayerNorm<T>::backward(const T* parameters, const LayerNormPass<T>& pass, const T* d_y,
                            int rows, T* d_x, T* gradient, const T* d_normalised) const {
  const int width = gain.cols;
  const T* g = parameters + gain.offset;
  T* d_gain = gradient + gain.offset;
  T* d_bias = gradient + bias.offset;
  const T* normalised = pass.normalised.data();
  for (int row = 0; row < rows; ++row, d_y += width, d_x += width, normalised += width) {
    // y = gain normalised + bias
    for (int i = 0; i < width; ++i) {
      d_gain[i] += d_y[i] * normalised[i];
      d_bias[i] += d_y[i];
      d_x[i] = d_y[i] * g[i];
    }
    if (d_normalised != nullptr) {
      add_scaled(T{1}, d_normalised, width, d_x);
      d_normalised += width;
    }
    normalise_row_backward(normalised, pass.factor.data()[row], d_x, width, d_x);
  }
}

template struct LayerNorm<float>;
template struct LayerNorm<double>;

}  // namespace saccade::nn
