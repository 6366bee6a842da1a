// How fast this machine can multiply and add: the ceiling against which the rest is measured.
#pragma once

namespace saccade {

/// GFLOP/s (10^9 float32 operations per second) of independent multiply-adds in registers, on so
/// many threads at once; the best of three measurements.  Takes a sixth of a second.
double measure_peak_gflops(int threads);

/// c [rows x cols] = a [rows x depth] b [depth x cols]
struct ProductShape {
  int rows = 0;
  int depth = 0;
  int cols = 0;
};

/// Whose matrix product; libxsmm's is there if the program was built with it (SACCADE_LIBXSMM).
enum class Multiplier { kOwn, kEigen, kLibxsmm };

#ifdef SACCADE_WITH_LIBXSMM
inline constexpr Multiplier kMultipliers[] = {Multiplier::kOwn, Multiplier::kEigen,
                                              Multiplier::kLibxsmm};
#else
inline constexpr Multiplier kMultipliers[] = {Multiplier::kOwn, Multiplier::kEigen};
#endif

const char* name_of(Multiplier multiplier);

/// GFLOP/s of float32 matrix products of one shape, on so many threads at once, each with matrices
/// of its own; the best of three measurements.
double measure_product_gflops(const ProductShape& shape, Multiplier by, int threads);

}  // namespace saccade
