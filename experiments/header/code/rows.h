// Rows of numbers: products with weights, normalisation.
//
// Weights are row-major [in x out], so that the innermost loops run along them.
#pragma once

#include <cstddef>

//@if norms
#include "experiments/header/code/functions/square_root.h"
//@end

namespace saccade::header_code {

/// y [kRows x kCols] += x [kRows x in] weight [in x kCols]; each in steps of its stride.
template <std::size_t kRows, std::size_t kCols, std::size_t kStride>
inline void add_tile(const float* x, std::size_t x_stride, std::size_t in, const float* weight,
                     float* y) {
  float sum[kRows][kCols] = {};
  for (std::size_t k = 0; k < in; ++k) {
    for (std::size_t r = 0; r < kRows; ++r) {
      const float factor = x[r * x_stride + k];
      for (std::size_t c = 0; c < kCols; ++c) sum[r][c] += factor * weight[k * kStride + c];
    }
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t c = 0; c < kCols; ++c) y[r * kStride + c] += sum[r][c];
  }
}

template <std::size_t kRows, std::size_t kCols, std::size_t kStride>
inline void add_row_tiles(const float* x, std::size_t x_stride, std::size_t in, const float* weight,
                          float* y) {
  // With less, GCC takes the loop over `in` for the one to be made of vectors.
  constexpr std::size_t kTile = 32, kWhole = kCols / kTile * kTile, kRest = kCols - kWhole;
  for (std::size_t c = 0; c < kWhole; c += kTile) {
    add_tile<kRows, kTile, kStride>(x, x_stride, in, weight + c, y + c);
  }
  if constexpr (kRest > 0) {
    add_tile<kRows, kRest, kStride>(x, x_stride, in, weight + kWhole, y + kWhole);
  }
}

/// y [rows x kCols] += x [rows x in] weight [in x kCols].  Rows of weight and y are kStride apart.
template <std::size_t kCols, std::size_t kStride = kCols>
inline void add_product(const float* x, std::size_t x_stride, std::size_t rows, std::size_t in,
                        const float* weight, float* y) {
  constexpr std::size_t kAtOnce = 4;
  std::size_t row = 0;
  for (; row + kAtOnce <= rows; row += kAtOnce) {
    add_row_tiles<kAtOnce, kCols, kStride>(x + row * x_stride, x_stride, in, weight,
                                           y + row * kStride);
  }
  for (; row < rows; ++row) {
    add_row_tiles<1, kCols, kStride>(x + row * x_stride, x_stride, in, weight, y + row * kStride);
  }
}

/// y [rows x kOut] = x [rows x kIn] weight + bias; without a bias if it is null.
template <std::size_t kIn, std::size_t kOut>
inline void linear(const float* x, std::size_t rows, const float* weight, const float* bias,
                   float* y) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < kOut; ++c) {
      y[row * kOut + c] = bias == nullptr ? 0.0F : bias[c];
    }
  }
  if constexpr (kIn > 0) add_product<kOut>(x, kIn, rows, kIn, weight, y);
}

//@if norms
/// y [rows x kOut] += x [rows x kIn] weight + bias
template <std::size_t kIn, std::size_t kOut>
inline void add_linear(const float* x, std::size_t rows, const float* weight, const float* bias,
                       float* y) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < kOut; ++c) y[row * kOut + c] += bias[c];
  }
  add_product<kOut>(x, kIn, rows, kIn, weight, y);
}

/// The sum of numbers, which it overwrites: one half is added to the other, and so on.  No such
/// loop sums along itself, which compilers would have to do number by number.
template <std::size_t kSize>
inline float sum_of(float* numbers) {
  if constexpr (kSize > 1) {
    constexpr std::size_t kHalf = kSize / 2;
    for (std::size_t i = 0; i < kHalf; ++i) numbers[i] += numbers[kSize - kHalf + i];
    return sum_of<kSize - kHalf>(numbers);
  }
  return numbers[0];
}

/// The sum of a_i b_i.
template <std::size_t kSize>
inline float dot(const float* a, const float* b) {
  float products[kSize];
  for (std::size_t i = 0; i < kSize; ++i) products[i] = a[i] * b[i];
  return sum_of<kSize>(products);
}

/// y = (x - mean) / sqrt(variance + 0.00001) for each row.  y may be x.
template <std::size_t kSize>
inline void normalise(const float* x, std::size_t rows, float* y) {
  for (std::size_t row = 0; row < rows; ++row, x += kSize, y += kSize) {
    float copy[kSize], centred[kSize];
    for (std::size_t c = 0; c < kSize; ++c) copy[c] = x[c];
    const float mean = sum_of<kSize>(copy) / static_cast<float>(kSize);
    for (std::size_t c = 0; c < kSize; ++c) centred[c] = x[c] - mean;
    const float variance = dot<kSize>(centred, centred) / static_cast<float>(kSize);
    const float scale = 1 / square_root(variance + 1e-5F);
    for (std::size_t c = 0; c < kSize; ++c) y[c] = centred[c] * scale;
  }
}

/// normalise(x) gain + bias.  y may be x.
template <std::size_t kSize>
inline void layer_norm(const float* x, std::size_t rows, const float* gain, const float* bias,
                       float* y) {
  normalise<kSize>(x, rows, y);
  for (std::size_t row = 0; row < rows; ++row, y += kSize) {
    for (std::size_t c = 0; c < kSize; ++c) y[c] = y[c] * gain[c] + bias[c];
  }
}
//@end

}  // namespace saccade::header_code
