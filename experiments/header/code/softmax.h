// From scores to weights that sum to 1.
#pragma once

#include <cstddef>
#include <cstdint>

#include "experiments/header/code/functions/exponential.h"

namespace saccade::header_code {

/// Replaces scores [n] by softmax over those that are `seen` (null: all); the others become 0.
/// Returns the first of the largest, or n if none is seen.
inline std::size_t softmax(float* scores, std::size_t n, const std::uint8_t* seen) {
  std::size_t best = n;
  for (std::size_t i = 0; i < n; ++i) {
    if (seen != nullptr && seen[i] == 0) continue;
    if (best == n || scores[i] > scores[best]) best = i;
  }
  const float largest = best < n ? scores[best] : 0;
  for (std::size_t i = 0; i < n; ++i) scores[i] = exponential(scores[i] - largest);
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (seen != nullptr && seen[i] == 0) scores[i] = 0;
    sum += scores[i];
  }
  const float scale = sum > 0 ? 1 / sum : 0;
  for (std::size_t i = 0; i < n; ++i) scores[i] *= scale;
  return best;
}

}  // namespace saccade::header_code
