// The natural logarithm.
#pragma once

#include <cstdint>

#include "experiments/header/code/functions/bits.h"

namespace saccade::header_code {

/// ln(1 + x) of x >= 0, within 3 units in the last place: 1 + x = 2^n m with m near 1, and
/// ln m = 2 artanh((m - 1) / (m + 1)) as a series.
inline float log_one_plus(float x) {
  constexpr float kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F, kMost = 1e38F;
  constexpr std::uint32_t kOne = 0x3f800000, kRootHalf = 0x3f3504f3;
  const float sum = 1.0F + (x < kMost ? x : kMost);
  const std::uint32_t bits = bits_as<std::uint32_t>(sum);
  const std::uint32_t power = (bits + (kOne - kRootHalf)) >> 23;  // n + 127
  const float m = bits_as<float>(bits - ((power - 127) << 23));
  const float n = static_cast<float>(static_cast<int>(power) - 127);
  const float s = (m - 1.0F) / (m + 1.0F);
  const float z = s * s;
  const float series =
      s * z * (2.0F / 3 + z * (2.0F / 5 + z * (2.0F / 7 + z * (2.0F / 9 + z * (2.0F / 11)))));
  const float lost = (x - (sum - 1.0F)) / sum;  // What rounding took from 1 + x.
  const float result = n * kLn2High + (2.0F * s + (series + (n * kLn2Low + lost)));
  return x < kMost ? result : x;
}

}  // namespace saccade::header_code
