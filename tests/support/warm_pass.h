// How much memory a pass of an encoder takes once it is warm.
#pragma once

#include <vector>

#include "nn/encoders/encoder.h"
#include "support/allocations.h"

namespace saccade::testing {

/// Allocations of a second forward and backward of the same batch.
inline std::size_t warm_allocations(const nn::Encoder<float>& encoder,
                                    const nn::ParameterLayout& layout, int width,
                                    const nn::EntitySets<float>& sets) {
  const auto pass = encoder.make_pass();
  std::vector<float> parameters(layout.size()), gradient(layout.size());
  nn::Random random(1);
  encoder.initialise(parameters.data(), random);
  const std::vector<float> d_readout(static_cast<std::size_t>(sets.samples * width), 0.1F);
  std::size_t before = 0;
  for (int run = 0; run < 2; ++run) {
    before = allocations();
    encoder.prepare(parameters.data(), *pass);
    encoder.forward(parameters.data(), sets, *pass);
    encoder.backward(parameters.data(), sets, *pass, d_readout.data(), nullptr, gradient.data());
  }
  return allocations() - before;
}

}  // namespace saccade::testing
