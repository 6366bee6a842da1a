// The square root.
#pragma once

#include <cstdint>

#include "experiments/header/code/functions/bits.h"

namespace saccade::header_code {

/// The square root of x >= 0, within 1 unit in the last place: 1 / sqrt(x) by Newton's method from
/// a first guess by halving the exponent.  (The compilers' own may call a library.)
inline float square_root(float x) {
  const bool tiny = x < 1e-30F;
  const float y = tiny ? x * 0x1p64F : x;
  float inverse = bits_as<float>(0x5f3759dfU - (bits_as<std::uint32_t>(y) >> 1));
  for (int i = 0; i < 3; ++i) inverse *= 1.5F - 0.5F * y * inverse * inverse;
  float root = y * inverse;
  root += 0.5F * inverse * (y - root * root);
  const float result = tiny ? root * 0x1p-32F : root;
  return x <= 3.40282347e38F ? result : x;
}

}  // namespace saccade::header_code
