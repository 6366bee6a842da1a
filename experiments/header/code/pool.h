// Encoders that pool the tokens of each type.
#pragma once

#include <cstddef>

#include "experiments/header/code/rows.h"
#include "experiments/header/code/sizes.h"

namespace saccade::header_code {

//@if mean_pool
/// The mean of f(linear(x)) over rows x [count x kWidth]; 0 if there are none.
inline void mean_pool(const float* x, std::size_t count, const float* weight, const float* bias,
                      float* pooled) {
  for (std::size_t c = 0; c < kWidth; ++c) pooled[c] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    float hidden[kWidth];
    linear<kWidth, kWidth>(x + i * kWidth, 1, weight, bias, hidden);
    for (std::size_t c = 0; c < kWidth; ++c) pooled[c] += activate(hidden[c]);
  }
  const float scale = count > 0 ? 1 / static_cast<float>(count) : 0;
  for (std::size_t c = 0; c < kWidth; ++c) pooled[c] *= scale;
}
//@end

//@if max_pool
/// The largest of f(linear(x)) over rows x [count x kWidth]; 0 if there are none.
inline void max_pool(const float* x, std::size_t count, const float* weight, const float* bias,
                     float* pooled) {
  for (std::size_t c = 0; c < kWidth; ++c) pooled[c] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    float hidden[kWidth];
    linear<kWidth, kWidth>(x + i * kWidth, 1, weight, bias, hidden);
    for (std::size_t c = 0; c < kWidth; ++c) {
      const float value = activate(hidden[c]);
      pooled[c] = i == 0 || value > pooled[c] ? value : pooled[c];
    }
  }
}
//@end

}  // namespace saccade::header_code
