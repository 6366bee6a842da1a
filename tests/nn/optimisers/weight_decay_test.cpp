#include "nn/optimisers/weight_decay.h"

#include <catch2/catch.hpp>
#include <vector>

#include "nn/optimisers/adam.h"

namespace saccade::nn {
namespace {

TEST_CASE("weights decay by the learning rate times the rate, and nothing else does") {
  ParameterLayout layout;
  const Slice weight = layout.add("policy.up.weight", 2, 3);
  const Slice bias = layout.add("policy.up.bias", 1, 3);
  const Slice gain = layout.add("policy.norm.gain", 1, 3);
  const Slice log_std = layout.add("policy.head.log_std", 1, 1);
  const Slice key = layout.add("policy.key.weight", 1, 1);
  std::vector<float> parameters(layout.size(), 8);
  WeightDecay(layout, 0.5F).apply(0, 0.25F, parameters.data());
  for (std::size_t i = 0; i < weight.size(); ++i) CHECK(parameters[weight.offset + i] == 7);
  CHECK(parameters[key.offset] == 7);
  for (const Slice& kept : {bias, gain, log_std}) {
    for (std::size_t i = 0; i < kept.size(); ++i) CHECK(parameters[kept.offset + i] == 8);
  }
  CHECK(parameters[weight.offset + weight.size()] == 8);  // Between the slices.
}

TEST_CASE("each chunk decays its own part of a weight, once") {
  ParameterLayout layout;
  layout.add("a.bias", 1, 16);
  const Slice weight = layout.add("a.weight", 3, static_cast<int>(kChunk));
  std::vector<float> parameters(layout.size(), 2);
  const WeightDecay decay(layout, 1);
  REQUIRE(chunk_count(layout.size()) == 4);
  decay.apply(1, 0.5F, parameters.data());
  CHECK(parameters[kChunk - 1] == 2);
  CHECK(parameters[kChunk] == 1);
  CHECK(parameters[2 * kChunk - 1] == 1);
  CHECK(parameters[2 * kChunk] == 2);
  for (const int chunk : {3, 0, 2}) decay.apply(chunk, 0.5F, parameters.data());
  for (std::size_t i = 0; i < weight.size(); ++i) REQUIRE(parameters[weight.offset + i] == 1);
  CHECK(parameters[15] == 2);
}

TEST_CASE("without a rate no weight decays") {
  ParameterLayout layout;
  layout.add("a.weight", 1, 4);
  std::vector<float> parameters(layout.size(), 3);
  WeightDecay(layout, 0).apply(0, 1, parameters.data());
  CHECK(parameters == std::vector<float>(layout.size(), 3));
}

}  // namespace
}  // namespace saccade::nn
