// How fast this machine can multiply and add: the ceiling against which the rest is measured.
#pragma once

namespace saccade {

/// GFLOP/s (10^9 float32 operations per second) of independent multiply-adds in registers, on so
/// many threads at once; the best of three measurements.  Takes a third of a second.
double measure_peak_gflops(int threads);

}  // namespace saccade
