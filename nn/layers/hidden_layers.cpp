#include "nn/layers/hidden_layers.h"

namespace saccade::nn {

template <class T>
HiddenLayers<T> HiddenLayers<T>::create(ParameterLayout& layout, const std::string& name, int in,
                                        const std::vector<int>& widths, Activation activation) {
  HiddenLayers hidden;
  hidden.activation = activation;
  for (const int width : widths) {
    const std::string number = std::to_string(hidden.layers.size());
    hidden.layers.push_back(Linear<T>::create(layout, name + number, in, width));
    in = width;
  }
  return hidden;
}

template <class T>
void HiddenLayers<T>::initialise(T* parameters, Random& random) const {
  for (const Linear<T>& layer : layers) {
    layer.initialise(parameters, random, activation_gain(activation));
  }
}

template <class T>
void HiddenLayers<T>::forward(const T* parameters, const T* x, int rows,
                              HiddenLayersPass<T>& pass) const {
  pass.layers.resize(layers.size());
  pass.out = x;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const int width = layers[i].weight.cols;
    T* activated = pass.layers[i].activated.resize(rows, width);
    if (activation == Activation::kRelu) {
      layers[i].forward(parameters, pass.out, rows, activated, {.relu = true});
    } else {
      Buffer<T>& hidden = pass.layers[i].hidden;
      layers[i].forward(parameters, pass.out, rows, hidden.resize(rows, width));
      activate(activation, hidden.data(), hidden.size(), activated);
    }
    pass.out = activated;
  }
}

template <class T>
T* HiddenLayers<T>::d_out(HiddenLayersPass<T>& pass, int rows, T* d_x) const {
  if (layers.empty()) return d_x;
  return pass.layers.back().d_activated.resize(rows, layers.back().weight.cols);
}

template <class T>
void HiddenLayers<T>::backward(const T* parameters, const T* x, int rows, HiddenLayersPass<T>& pass,
                               T* d_x, T* gradient, const Epilogue<T>& epilogue) const {
  for (std::size_t i = layers.size(); i-- > 0;) {
    typename HiddenLayersPass<T>::Layer& layer = pass.layers[i];
    // activated = f(hidden): where a ReLU's output is positive its input was.
    const T* activated = layer.activated.data();
    const T* hidden = activation == Activation::kRelu ? activated : layer.hidden.data();
    T* d_hidden = layer.d_activated.data();  // In place, [rows x width].
    activate_backward(activation, hidden, activated, layer.d_activated.data(),
                      layer.d_activated.size(), d_hidden);
    // hidden = y W + b
    if (i == 0) {
      layers[i].backward(parameters, x, d_hidden, rows, d_x, gradient, epilogue);
    } else {
      layers[i].backward(parameters, pass.layers[i - 1].activated.data(), d_hidden, rows,
                         pass.layers[i - 1].d_activated.resize(rows, layers[i].weight.rows),
                         gradient);
    }
  }
}

template struct HiddenLayers<float>;
template struct HiddenLayers<double>;

}  // namespace saccade::nn
