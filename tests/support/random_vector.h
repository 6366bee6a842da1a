// Standard normal numbers for tests.
#pragma once

#include <boost/random/normal_distribution.hpp>
#include <cstdint>
#include <vector>

#include "nn/layers/parameters.h"

namespace saccade::testing {

inline std::vector<double> random_vector(std::size_t size, std::uint64_t seed) {
  nn::Random random(seed);
  boost::random::normal_distribution<double> normal;
  std::vector<double> values(size);
  for (double& value : values) value = normal(random);
  return values;
}

}  // namespace saccade::testing
