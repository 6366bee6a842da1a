// Rounding to single precision of what is reckoned in double precision.
#pragma once

namespace saccade {

/// The nearest number that a float holds.  By way of memory: GCC 12 leaves the rounding out where
/// it makes vectors of numbers that are converted to float and back.
inline double to_single(double value) {
  const volatile float single = static_cast<float>(value);
  return static_cast<double>(single);
}

}  // namespace saccade
