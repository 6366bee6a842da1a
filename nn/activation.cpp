#include "nn/activation.h"

#include <cmath>
#include <numbers>

#include "nn/row_ops.h"

namespace saccade::nn {
namespace {

constexpr double kGeluCubic = 0.044715;
const double kGeluScale = std::sqrt(2 / std::numbers::pi);

// V is a scalar or a group of lanes: one formula for both.
struct Relu {
  template <class V>
  static V value(const V& x) {
    using std::max;
    using xsimd::max;
    return max(x, V(0));
  }
  template <class V>
  static V slope(const V& x, const V& /*y*/) {
    if constexpr (std::is_floating_point_v<V>) {
      return x > 0 ? V(1) : V(0);
    } else {
      return xsimd::select(x > V(0), V(1), V(0));
    }
  }
};

struct Gelu {
  template <class V>
  static V inner(const V& x) {
    using std::tanh;
    using xsimd::tanh;
    return tanh(scalar<V>(kGeluScale) * (x + scalar<V>(kGeluCubic) * x * x * x));
  }
  template <class V>
  static V value(const V& x) {
    return scalar<V>(0.5) * x * (scalar<V>(1) + inner(x));
  }
  template <class V>
  static V slope(const V& x, const V& /*y*/) {
    const V t = inner(x);
    const V inner_slope =
        scalar<V>(kGeluScale) * (scalar<V>(1) + scalar<V>(3 * kGeluCubic) * x * x);
    return scalar<V>(0.5) * (scalar<V>(1) + t) +
           scalar<V>(0.5) * x * (scalar<V>(1) - t * t) * inner_slope;
  }

 private:
  template <class V>
  static V scalar(double value) {
    if constexpr (std::is_floating_point_v<V>) {
      return static_cast<V>(value);
    } else {
      return V(static_cast<typename V::value_type>(value));
    }
  }
};

struct Tanh {
  template <class V>
  static V value(const V& x) {
    using std::tanh;
    using xsimd::tanh;
    return tanh(x);
  }
  template <class V>
  static V slope(const V& /*x*/, const V& y) {
    return V(1) - y * y;
  }
};

template <class F, class T>
void forward(const T* x, std::size_t n, T* y) {
  for_lanes<T>(
      static_cast<int>(n),
      [&](int i) { F::value(Lanes<T>::load_unaligned(x + i)).store_unaligned(y + i); },
      [&](int i) { y[i] = F::value(x[i]); });
}

template <class F, class T>
void backward(const T* x, const T* y, const T* d_y, std::size_t n, T* d_x) {
  for_lanes<T>(
      static_cast<int>(n),
      [&](int i) {
        const auto slope =
            F::slope(Lanes<T>::load_unaligned(x + i), Lanes<T>::load_unaligned(y + i));
        (slope * Lanes<T>::load_unaligned(d_y + i)).store_unaligned(d_x + i);
      },
      [&](int i) { d_x[i] = F::slope(x[i], y[i]) * d_y[i]; });
}

}  // namespace

template <class T>
void activate(Activation activation, const T* x, std::size_t n, T* y) {
  switch (activation) {
    case Activation::kRelu:
      return forward<Relu>(x, n, y);
    case Activation::kGelu:
      return forward<Gelu>(x, n, y);
    case Activation::kTanh:
      return forward<Tanh>(x, n, y);
  }
}

template <class T>
void activate_backward(Activation activation, const T* x, const T* y, const T* d_y, std::size_t n,
                       T* d_x) {
  switch (activation) {
    case Activation::kRelu:
      return backward<Relu>(x, y, d_y, n, d_x);
    case Activation::kGelu:
      return backward<Gelu>(x, y, d_y, n, d_x);
    case Activation::kTanh:
      return backward<Tanh>(x, y, d_y, n, d_x);
  }
}

double activation_gain(Activation activation) {
  return activation == Activation::kTanh ? 5.0 / 3.0 : std::numbers::sqrt2;
}

template void activate(Activation, const float*, std::size_t, float*);
template void activate(Activation, const double*, std::size_t, double*);
template void activate_backward(Activation, const float*, const float*, const float*, std::size_t,
                                float*);
template void activate_backward(Activation, const double*, const double*, const double*,
                                std::size_t, double*);

}  // namespace saccade::nn
