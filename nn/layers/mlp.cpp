#include "nn/layers/mlp.h"

namespace saccade::nn {

template <class T>
Mlp<T> Mlp<T>::create(ParameterLayout& layout, const std::string& name, int in, int hidden, int out,
                      Activation activation) {
  return {Linear<T>::create(layout, name + ".up", in, hidden),
          Linear<T>::create(layout, name + ".down", hidden, out), activation};
}

template <class T>
void Mlp<T>::initialise(T* parameters, Random& random, double out_gain) const {
  up.initialise(parameters, random, activation_gain(activation));
  down.initialise(parameters, random, out_gain);
}

template <class T>
void Mlp<T>::forward(const T* parameters, const T* x, Rows rows, MlpPass<T>& pass, T* y,
                     const Epilogue<T>& epilogue) const {
  const int width = up.weight.cols;
  const std::ptrdiff_t first = rows.offset(width);
  T* activated = pass.activated.resize(rows.all, width) + first;
  if (activation == Activation::kRelu) {
    up.forward(parameters, x, rows.count, activated, {.relu = true});
  } else {
    T* hidden = pass.hidden.resize(rows.all, width) + first;
    up.forward(parameters, x, rows.count, hidden);
    activate(activation, hidden, static_cast<std::size_t>(rows.elements(width)), activated);
  }
  down.forward(parameters, activated, rows.count, y, epilogue);
}

template <class T>
void Mlp<T>::backward(const T* parameters, const T* x, MlpPass<T>& pass, const T* d_y, Rows rows,
                      T* d_x, T* gradient, const Epilogue<T>& epilogue) const {
  const int width = up.weight.cols;
  const std::ptrdiff_t first = rows.offset(width);
  const T* activated = pass.activated.data() + first;
  T* d_hidden = pass.d_hidden.resize(rows.count, width);  // [rows.count x hidden]
  if (activation == Activation::kRelu) {
    // y = down(max(0, up(x)))
    down.backward(parameters, activated, d_y, rows.count, d_hidden, gradient,
                  {.gate = activated, .gate_stride = width});
  } else {
    // y = down(activated)
    T* d_activated = d_hidden;  // In place.
    down.backward(parameters, activated, d_y, rows.count, d_activated, gradient);
    // activated = f(hidden)
    activate_backward(activation, pass.hidden.data() + first, activated, d_activated,
                      pass.d_hidden.size(), d_hidden);
  }
  // hidden = up(x)
  up.backward(parameters, x, d_hidden, rows.count, d_x, gradient, epilogue);
}

template struct Mlp<float>;
template struct Mlp<double>;

}  // namespace saccade::nn
