// The exponential function.
#pragma once

#include <cstdint>

#include "experiments/header/code/functions/bits.h"

namespace saccade::header_code {

/// 2^n for n in [-126, 127].
inline float power_of_two(int n) {
  return bits_as<float>(static_cast<std::uint32_t>(n + 127) << 23);
}

/// e^x, within 2 units in the last place: x = n ln 2 + r with a small r, whose power is a series.
inline float exponential(float x) {
  constexpr float kLog2E = 1.44269504F, kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F;
  const float below = choose_number(x < 89.0F, x, 89.0F);
  const float limited = choose_number(below > -104.0F, below, -104.0F);
  const int n =
      static_cast<int>(limited * kLog2E + 256.5F) - 256;  // The nearest, for all in range.
  const float whole = static_cast<float>(n);
  const float r = (limited - whole * kLn2High) - whole * kLn2Low;
  float sum = 1.0F / 5040;
  sum = sum * r + 1.0F / 720;
  sum = sum * r + 1.0F / 120;
  sum = sum * r + 1.0F / 24;
  sum = sum * r + 1.0F / 6;
  sum = sum * r + 0.5F;
  sum = sum * r + 1.0F;
  sum = sum * r + 1.0F;
  const int half = n / 2;  // In two steps, since 2^n may be too large or too small for a number.
  const float result = sum * power_of_two(half) * power_of_two(n - half);
  return choose_number(x != x, x, result);
}

}  // namespace saccade::header_code
