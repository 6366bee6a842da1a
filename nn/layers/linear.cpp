#include "nn/layers/linear.h"

#include "nn/layers/initialise.h"

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
void Linear<T>::forward(const T* parameters, const T* x, int rows, T* y,
                        Epilogue<T> epilogue) const {
  if (bias.cols != 0) epilogue.bias = parameters + bias.offset;
  matmul(View<const T>(x, rows, weight.rows),
         View<const T>(parameters + weight.offset, weight.rows, weight.cols),
         View<T>(y, rows, weight.cols), epilogue);
}

template <class T>
void Linear<T>::backward(const T* parameters, const T* x, const T* d_y, int rows, T* d_x,
                         T* gradient, const Epilogue<T>& epilogue) const {
  const View<const T> w(parameters + weight.offset, weight.rows, weight.cols);
  const View<const T> d_out(d_y, rows, weight.cols);
  // y = x W + b
  add_matmul_tn(View<const T>(x, rows, weight.rows), d_out,
                View<T>(gradient + weight.offset, weight.rows, weight.cols));
  if (bias.cols != 0) add_column_sums(d_out, gradient + bias.offset);
  if (d_x != nullptr) matmul_nt(d_out, w, View<T>(d_x, rows, weight.rows), epilogue);
}

template struct Linear<float>;
template struct Linear<double>;

}  // namespace saccade::nn
