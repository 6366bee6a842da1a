// Normal random numbers as NumPy draws them.
#pragma once

#include "envs/core/random.h"

namespace saccade {

/// A standard normal number, as numpy.random.Generator.standard_normal draws it: the ziggurat of
/// Marsaglia and Tsang (2000) with 256 layers.
double numpy_normal(Rng& rng);

}  // namespace saccade
