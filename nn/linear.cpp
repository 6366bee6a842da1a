#include "nn/linear.h"

#include <algorithm>

#include "nn/initialise.h"
#include "nn/product.h"

namespace saccade::nn {

template <class T>
Linear<T> Linear<T>::create(ParameterLayout& layout, const std::string& name, int in, int out,
                            Bias with_bias) {
  Linear linear;
  linear.weight = layout.add(name + ".weight", in, out);
  if (with_bias == Bias::kYes) linear.bias = layout.add(name + ".bias", 1, out);
  return linear;
}

template <class T>
void Linear<T>::initialise(T* parameters, Random& random, double gain) const {
  fill_orthogonal(parameters, weight, random, gain);
  fill_constant(parameters, bias, 0);
}

template <class T>
void Linear<T>::forward(const T* parameters, const T* x, int rows, T* y) const {
  const View<const T> w(parameters + weight.offset, weight.rows, weight.cols);
  const View<const T> in(x, rows, weight.rows);
  const View<T> out(y, rows, weight.cols);
  if (bias.cols == 0) {
    multiply(in, w, out);
    return;
  }
  // y = b, then y += x W: the bias costs no pass of its own.
  const T* b = parameters + bias.offset;
  for (int row = 0; row < rows; ++row)
    std::copy_n(b, out.cols, y + static_cast<std::ptrdiff_t>(row) * out.cols);
  add_multiply(in, w, out);
}

template <class T>
void Linear<T>::backward(const T* parameters, const T* x, const T* d_y, int rows, T* d_x,
                         T* gradient) const {
  const View<const T> w(parameters + weight.offset, weight.rows, weight.cols);
  const View<const T> d_out(d_y, rows, weight.cols);
  // y = x W + b
  add_transposed_multiply(View<const T>(x, rows, weight.rows), d_out,
                          View<T>(gradient + weight.offset, weight.rows, weight.cols));
  if (bias.cols != 0) add_column_sums(d_out, gradient + bias.offset);
  if (d_x != nullptr) multiply_transposed(d_out, w, View<T>(d_x, rows, weight.rows));
}

template struct Linear<float>;
template struct Linear<double>;

}  // namespace saccade::nn
