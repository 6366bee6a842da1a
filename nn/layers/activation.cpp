#include "nn/layers/activation.h"

#include <numbers>

#include "nn/kernels/row_ops.h"

namespace saccade::nn {
namespace {

constexpr double kGeluCubic = 0.044715;
constexpr double kGeluScale = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;  // sqrt(2 / pi)

template <class T>
struct Relu {
  using V = Lanes<T>;
  // Of a NaN and a number the maximum is the second: a NaN is not hidden.
  static V value(const V& x) { return xsimd::max(V(T{0}), x); }
  static V slope(const V& x, const V& /*y*/) {
    return xsimd::select(x > V(T{0}), V(T{1}), V(T{0}));
  }
};

/// x s(u), where (1 + tanh(u / 2)) / 2 = s(u) = 1 / (1 + exp(-u)) saves the tanh.
template <class T>
struct Gelu {
  using V = Lanes<T>;
  static constexpr T kScale = static_cast<T>(2 * kGeluScale);
  static constexpr T kCubic = static_cast<T>(2 * kGeluScale * kGeluCubic);

  static V sigmoid(const V& x) {
    const V u = x * multiply_add(V(kCubic), x * x, V(kScale));
    return V(T{1}) / (V(T{1}) + xsimd::exp(-u));
  }
  static V value(const V& x) { return x * sigmoid(x); }
  static V slope(const V& x, const V& /*y*/) {
    const V s = sigmoid(x);
    const V u_slope = multiply_add(V(3 * kCubic), x * x, V(kScale));
    // Where s is 1 or 0 its slope is 0, however steep u.
    const V s_slope = s * (V(T{1}) - s);
    return xsimd::select(s_slope > V(T{0}), multiply_add(x * s_slope, u_slope, s), s);
  }
};

template <class T>
struct Tanh {
  using V = Lanes<T>;
  static V value(const V& x) { return xsimd::tanh(x); }
  static V slope(const V& /*x*/, const V& y) { return subtract_product(y, y, V(T{1})); }
};

template <class F, class T>
void forward(const T* x, std::size_t n, T* y) {
  for_groups<T>(static_cast<int>(n), [&](auto group) { group.store(F::value(group.load(x)), y); });
}

template <class F, class T>
void backward(const T* x, const T* y, const T* d_y, std::size_t n, T* d_x) {
  for_groups<T>(static_cast<int>(n), [&](auto group) {
    group.store(F::slope(group.load(x), group.load(y)) * group.load(d_y), d_x);
  });
}

}  // namespace

template <class T>
void activate(Activation activation, const T* x, std::size_t n, T* y) {
  switch (activation) {
    case Activation::kRelu:
      return forward<Relu<T>>(x, n, y);
    case Activation::kGelu:
      return forward<Gelu<T>>(x, n, y);
    case Activation::kTanh:
      return forward<Tanh<T>>(x, n, y);
  }
}

template <class T>
void activate_backward(Activation activation, const T* x, const T* y, const T* d_y, std::size_t n,
                       T* d_x) {
  switch (activation) {
    case Activation::kRelu:
      return backward<Relu<T>>(x, y, d_y, n, d_x);
    case Activation::kGelu:
      return backward<Gelu<T>>(x, y, d_y, n, d_x);
    case Activation::kTanh:
      return backward<Tanh<T>>(x, y, d_y, n, d_x);
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
