#include "nn/self_attention.h"

#include <catch2/catch.hpp>

#include "support/random_vector.h"

namespace saccade::nn {
namespace {

TEST_CASE("the agent's block equals a full block's first token", "[nn]") {
  const int width = 12, heads = GENERATE(1, 3);
  ParameterLayout layout;
  const auto layers = BlockLayers<double>::create(layout, "b", width, 2 * width, Activation::kGelu);
  const std::vector<double> parameters = testing::random_vector(layout.size(), 4);
  const std::vector<std::int32_t> offsets = {0, 1, 3, 12};
  const std::vector<double> x = testing::random_vector(12 * static_cast<std::size_t>(width), 5);
  const TokenView<double> tokens{x.data(), nullptr, offsets.data(), 3};
  SelfAttentionPass<double> full;
  EgoAttentionPass<double> ego;
  SelfAttention<double>(layers, heads).forward(parameters.data(), tokens, full);
  EgoAttention<double>(layers, heads).forward(parameters.data(), tokens, ego);
  for (int sample = 0; sample < 3; ++sample) {
    const int first = offsets[static_cast<std::size_t>(sample)];
    for (int i = 0; i < width; ++i) {
      CHECK(ego.out.data()[sample * width + i] ==
            Approx(full.out.data()[first * width + i]).epsilon(1e-9));
    }
  }
  for (int i = 0; i < heads * 12; ++i) {
    CHECK(ego.weights.data()[i] == Approx(full.weights.data()[i]).epsilon(1e-9));
  }
}

}  // namespace
}  // namespace saccade::nn
