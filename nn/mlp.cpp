#include "nn/mlp.h"

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
void Mlp<T>::forward(const T* parameters, const T* x, int rows, MlpPass<T>& pass, T* y,
                     const Finish<T>& finish) const {
  T* activated = pass.activated.resize(rows, up.weight.cols);
  if (activation == Activation::kRelu) {
    up.forward(parameters, x, rows, activated, {.rectify = true});
  } else {
    T* hidden = pass.hidden.resize(rows, up.weight.cols);
    up.forward(parameters, x, rows, hidden);
    activate(activation, hidden, pass.hidden.size(), activated);
  }
  down.forward(parameters, activated, rows, y, finish);
}

template <class T>
void Mlp<T>::backward(const T* parameters, const T* x, MlpPass<T>& pass, const T* d_y, int rows,
                      T* d_x, T* gradient, const Finish<T>& finish) const {
  const T* activated = pass.activated.data();
  T* d_hidden = pass.d_hidden.resize(rows, up.weight.cols);
  if (activation == Activation::kRelu) {
    // y = down(max(0, up(x)))
    down.backward(parameters, activated, d_y, rows, d_hidden, gradient,
                  {.gate = activated, .gate_stride = up.weight.cols});
  } else {
    // y = down(activated)
    down.backward(parameters, activated, d_y, rows, d_hidden, gradient);
    // activated = f(hidden)
    activate_backward(activation, pass.hidden.data(), activated, d_hidden, pass.hidden.size(),
                      d_hidden);
  }
  // hidden = up(x)
  up.backward(parameters, x, d_hidden, rows, d_x, gradient, finish);
}

template struct Mlp<float>;
template struct Mlp<double>;

}  // namespace saccade::nn
