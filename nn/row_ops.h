// Operations on single rows, vectorised: the inner loops of everything that is not a matrix
// product.
#pragma once

#include <cmath>
#include <xsimd/xsimd.hpp>

namespace saccade::nn {

template <class T>
using Lanes = xsimd::batch<T>;
template <class T>
inline constexpr int kLanes = static_cast<int>(Lanes<T>::size);

/// The sum of the lanes; xsimd renamed it in version 9.
template <class V>
inline auto sum_lanes(const V& lanes) {
#if XSIMD_VERSION_MAJOR >= 9
  return xsimd::reduce_add(lanes);
#else
  return xsimd::hadd(lanes);
#endif
}

/// Runs `wide(i)` for each full group of lanes below n, `narrow(i)` for what is left.
template <class T, class Wide, class Narrow>
inline void for_lanes(int n, Wide wide, Narrow narrow) {
  int i = 0;
  for (; i + kLanes<T> <= n; i += kLanes<T>) wide(i);
  for (; i < n; ++i) narrow(i);
}

/// sum_i a_i b_i
template <class T>
inline T dot(const T* a, const T* b, int n) {
  Lanes<T> sum(T{0});
  T rest = 0;
  for_lanes<T>(
      n,
      [&](int i) {
        sum = xsimd::fma(Lanes<T>::load_unaligned(a + i), Lanes<T>::load_unaligned(b + i), sum);
      },
      [&](int i) { rest += a[i] * b[i]; });
  return sum_lanes(sum) + rest;
}

/// y += s x
template <class T>
inline void add_scaled(T s, const T* x, int n, T* y) {
  const Lanes<T> scale(s);
  for_lanes<T>(
      n,
      [&](int i) {
        xsimd::fma(scale, Lanes<T>::load_unaligned(x + i), Lanes<T>::load_unaligned(y + i))
            .store_unaligned(y + i);
      },
      [&](int i) { y[i] += s * x[i]; });
}

/// y += a b, element by element
template <class T>
inline void add_product(const T* a, const T* b, int n, T* y) {
  for_lanes<T>(
      n,
      [&](int i) {
        xsimd::fma(Lanes<T>::load_unaligned(a + i), Lanes<T>::load_unaligned(b + i),
                   Lanes<T>::load_unaligned(y + i))
            .store_unaligned(y + i);
      },
      [&](int i) { y[i] += a[i] * b[i]; });
}

/// y = (x - mean(x)) / sqrt(var(x) + 1e-5); returns the factor 1 / sqrt(var(x) + 1e-5).
/// Layer normalisation without gain and bias (Ba et al. 2016).
template <class T>
inline T normalise_row(const T* x, int n, T* y) {
  const T inverse_n = T{1} / static_cast<T>(n);
  Lanes<T> sum(T{0});
  T rest = 0;
  for_lanes<T>(
      n, [&](int i) { sum += Lanes<T>::load_unaligned(x + i); }, [&](int i) { rest += x[i]; });
  const T mean = (sum_lanes(sum) + rest) * inverse_n;

  const Lanes<T> center(mean);
  Lanes<T> squares(T{0});
  rest = 0;
  for_lanes<T>(
      n,
      [&](int i) {
        const Lanes<T> d = Lanes<T>::load_unaligned(x + i) - center;
        squares = xsimd::fma(d, d, squares);
      },
      [&](int i) { rest += (x[i] - mean) * (x[i] - mean); });
  const T variance = (sum_lanes(squares) + rest) * inverse_n;

  const T factor = T{1} / std::sqrt(variance + T(1e-5));
  const Lanes<T> scale(factor);
  for_lanes<T>(
      n,
      [&](int i) { ((Lanes<T>::load_unaligned(x + i) - center) * scale).store_unaligned(y + i); },
      [&](int i) { y[i] = (x[i] - mean) * factor; });
  return factor;
}

/// Given y and the factor that normalise_row returned, and dL/dy:
/// d_x = factor (d_y - mean(d_y) - y mean(d_y y)).  Overwrites d_x, which may be d_y.
template <class T>
inline void normalise_row_backward(const T* y, T factor, const T* d_y, int n, T* d_x) {
  const T inverse_n = T{1} / static_cast<T>(n);
  Lanes<T> sum(T{0});
  Lanes<T> projection(T{0});
  T rest = 0;
  T rest_projection = 0;
  for_lanes<T>(
      n,
      [&](int i) {
        const Lanes<T> d = Lanes<T>::load_unaligned(d_y + i);
        sum += d;
        projection = xsimd::fma(d, Lanes<T>::load_unaligned(y + i), projection);
      },
      [&](int i) {
        rest += d_y[i];
        rest_projection += d_y[i] * y[i];
      });
  const T mean = (sum_lanes(sum) + rest) * inverse_n;
  const T along = (sum_lanes(projection) + rest_projection) * inverse_n;

  const Lanes<T> wide_mean(mean);
  const Lanes<T> wide_along(along);
  const Lanes<T> scale(factor);
  for_lanes<T>(
      n,
      [&](int i) {
        const Lanes<T> d = Lanes<T>::load_unaligned(d_y + i) - wide_mean;
        (scale * xsimd::fnma(wide_along, Lanes<T>::load_unaligned(y + i), d))
            .store_unaligned(d_x + i);
      },
      [&](int i) { d_x[i] = factor * (d_y[i] - mean - along * y[i]); });
}

/// x = softmax(x) in place, shifted by its maximum so that nothing overflows; n >= 1.
template <class T>
inline void softmax_row(T* x, int n) {
  T largest = x[0];
  for (int i = 1; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
  const Lanes<T> shift(largest);
  Lanes<T> sum(T{0});
  T rest = 0;
  for_lanes<T>(
      n,
      [&](int i) {
        const Lanes<T> e = xsimd::exp(Lanes<T>::load_unaligned(x + i) - shift);
        e.store_unaligned(x + i);
        sum += e;
      },
      [&](int i) {
        x[i] = std::exp(x[i] - largest);
        rest += x[i];
      });
  const T inverse = T{1} / (sum_lanes(sum) + rest);
  for (int i = 0; i < n; ++i) x[i] *= inverse;
}

/// Given p = softmax(x) and dL/dp in d: d = p (d - p . d), that is dL/dx, in place.
template <class T>
inline void softmax_row_backward(const T* p, int n, T* d) {
  const T mean = dot(p, d, n);
  for (int i = 0; i < n; ++i) d[i] = p[i] * (d[i] - mean);
}

}  // namespace saccade::nn
