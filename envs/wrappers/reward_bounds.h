// Arithmetic of rewards and their bounds.  It is monotone: what is within bounds stays within those
// that are computed alike.
#pragma once

#include <cmath>

namespace saccade {

/// A reward, or a bound, times a factor above 0; what is infinite or no number stays.
inline float times(float reward, double factor) {
  if (!std::isfinite(reward)) return reward;
  return static_cast<float>(static_cast<double>(reward) * factor);
}

}  // namespace saccade
