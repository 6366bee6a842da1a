// Elementwise nonlinearities, an element's result being the same wherever it stands.
//
// Against exact arithmetic, in units in the last place of a float: exp (in softmax) and tanh within
// 2; GELU within 4 where x > 0, and within 2e-7 |x| below, where it cancels.
#pragma once

#include <cstddef>

namespace saccade::nn {

enum class Activation {
  kRelu,
  kGelu,  ///< 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) (Hendrycks & Gimpel 2016).
  kTanh,
};

/// y = f(x); y may be x unless f is kGelu and a backward follows.
template <class T>
void activate(Activation activation, const T* x, std::size_t n, T* y);

/// d_x = f'(x) d_y, given both x and y = f(x); d_x may be d_y.
template <class T>
void activate_backward(Activation activation, const T* x, const T* y, const T* d_y, std::size_t n,
                       T* d_x);

/// The gain that keeps the variance through the activation (He et al. 2015; 5/3 for tanh).
double activation_gain(Activation activation);

}  // namespace saccade::nn
