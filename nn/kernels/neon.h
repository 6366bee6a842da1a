// 64-bit Arm: operations that xsimd 8 does not round once.  Without the lines below it divides
// floats and takes their roots by estimates, and it rounds the product of c - a b by itself.
// Specialised here for xsimd's own functions (exp, tanh) as well as for ours, so a result has the
// bits of x86's 4 floats with fused multiply-add.  Include it before anything uses the operations.
#pragma once

#ifdef __aarch64__
#include <arm_neon.h>

#include <xsimd/xsimd.hpp>

namespace xsimd {

template <>
inline batch<float>& batch<float>::operator/=(const batch<float>& other) noexcept {
  return *this = batch<float>(vdivq_f32(*this, other));
}

template <>
inline batch<float> sqrt(const batch<float>& x) noexcept {
  return vsqrtq_f32(x);
}

template <>
inline batch<float> fnma(const batch<float>& x, const batch<float>& y,
                         const batch<float>& z) noexcept {
  return vfmsq_f32(z, x, y);
}

template <>
inline batch<double> fnma(const batch<double>& x, const batch<double>& y,
                          const batch<double>& z) noexcept {
  return vfmsq_f64(z, x, y);
}

}  // namespace xsimd
#endif
