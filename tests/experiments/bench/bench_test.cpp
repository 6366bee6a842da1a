#include <algorithm>

#include <catch2/catch.hpp>

#include "envs/check/check_environment.h"
#include "experiments/bench/bench_flops.h"
#include "experiments/bench/bench_operations.h"
#include "experiments/bench/bench_peak.h"
#include "experiments/bench/bench_stream.h"
#include "experiments/bench/bench_timing.h"

using namespace saccade;

TEST_CASE("Forward operations of a small network are those counted by hand") {
  const NetworkShape shape{.entities = 3,
                           .features = 2,
                           .width = 4,
                           .heads = 2,
                           .blocks = 1,
                           .mlp_ratio = 2,
                           .actions = 5};
  const ForwardFlops plain = forward_flops(shape, Formula::kPlain);
  CHECK(plain.inputs == 2 * 3 * 2 * 4);
  CHECK(plain.heads == 2 * 4 * 6);
  // Keys and values 2 x 3 x 4 x 4, query and output 2 x 4 x 4, MLP 2 x 4 x 8, scores and mix
  // 2 x 3 x 4 multiply-adds.
  CHECK(plain.blocks == 2 * (96 + 32 + 64 + 24));
  // Folded: query, fold, values and output 4 x 4 x 4, MLP 2 x 4 x 8, scores and mix of each head
  // 2 x 3 x 2 x 4 multiply-adds.
  CHECK(forward_flops(shape).blocks == 2 * (64 + 64 + 48));
}

TEST_CASE("Forward operations on features are those counted by hand") {
  const NetworkShape shape{.entities = 3, .features = 2, .width = 8, .heads = 2, .mlp_ratio = 2};
  const ForwardFlops flops = forward_flops(shape);
  // Query and output 2 x 8 x 8, to and from rows of 2 x 3 numbers 2 x 6 x 8, scores and mix of each
  // head 2 x 3 x 2 x 6, MLP 2 x 8 x 16 multiply-adds.
  CHECK(flops.blocks == 2 * (128 + 96 + 72 + 256));
  // The agent's token 2 x 8, variances 3 x 3 x 3.
  CHECK(flops.inputs == 2 * (16 + 27));
}

TEST_CASE("A block in which every entity queries costs as much for each entity") {
  NetworkShape shape{.entities = 3, .features = 2, .width = 4, .heads = 2};  // Reads tokens.
  const double one = forward_flops(shape).blocks;
  shape.blocks = 2;
  // Per entity q, k, v and output 4 x 16 and MLP 64, scores and mix 2 x 3 x 3 x 4 multiply-adds.
  CHECK(forward_flops(shape).blocks - one == 2 * (3 * (64 + 64) + 72));
}

TEST_CASE("A step of PPO costs a forward pass, and three more in each epoch but for the inputs") {
  const NetworkShape shape;
  const ForwardFlops forward = forward_flops(shape);
  CHECK(forward_backward_flops(shape) == 3 * forward.total() - forward.inputs);
  CHECK(ppo_flops_per_step(shape, 128, 4) ==
        Approx(forward.total() * (1 + 1.0 / 128) + 4 * forward_backward_flops(shape)));
}

TEST_CASE("Element by element operations of a small network are those counted by hand") {
  NetworkShape shape{.entities = 3, .width = 4, .heads = 2, .mlp_ratio = 2};
  const ElementwiseFlops one = elementwise_flops(shape);
  // Norms of three tokens and of the agent before its perceptron; scores of two heads.
  CHECK(one.layer_norm == 20 * 4 * 4);
  CHECK(one.softmax == 9 * 2 * 3);
  CHECK(one.activation == 2 * 8);
  shape.blocks = 2;
  const ElementwiseFlops two = elementwise_flops(shape);
  CHECK(two.total() - one.total() == 20 * 6 * 4 + 9 * 2 * 9 + 2 * 3 * 8);
}

TEST_CASE("Operations are measured whose names contain the filter") {
  OperationBench bench(1e-4, "norm");
  int calls = 0;
  bench.run("linear", 1, [] { FAIL("not asked for"); });
  bench.run("layer norm", 2e9, [&calls] { ++calls; });
  CHECK(calls > 0);
  REQUIRE(bench.results().size() == 1);
  const Measurement& result = bench.results().front();
  CHECK(result.name == "layer norm");
  CHECK(result.gflops == Approx(2e6 / result.microseconds));
}

TEST_CASE("The random entity stream keeps the environments' contract") {
  const auto make = [] { return std::make_unique<EntityStream>(4, 3, 5); };
  CHECK(check_environment(make, 3, 1) == std::vector<std::string>{});
}

TEST_CASE("The random entity stream shows as many entities as asked for, each new at every step") {
  EntityStream stream(6, 3, 2);
  stream.reset(1);
  Observation first(stream.spec().kinds[0].observation, stream.spec().kinds[0].action);
  stream.observe(0, first);
  CHECK(first.rows()[0].count() == 1);
  CHECK(first.rows()[1].count() == 5);
  std::vector<float> reward(1);
  stream.step(std::vector<float>{0}, reward);
  Observation second(stream.spec().kinds[0].observation, stream.spec().kinds[0].action);
  stream.observe(0, second);
  CHECK(first.rows()[1].features != second.rows()[1].features);
}

TEST_CASE("The median is the middle") {
  CHECK(median({3, 1, 2}) == 2);
  CHECK(median({7}) == 7);
}

TEST_CASE("A call's time is that of one call, after warming up") {
  int calls = 0;
  const double seconds = seconds_per_call(1e-3, [&calls] { ++calls; });
  CHECK(calls > 10);
  CHECK(seconds >= 0);
}

TEST_CASE("The machine multiplies and adds", "[threads]") {
  CHECK(measure_peak_gflops(2) > 0.01);
  CHECK(measure_product_gflops({16, 16, 16}, Multiplier::kOwn, 2) > 0.01);
  CHECK(measure_product_gflops({16, 16, 16}, Multiplier::kEigen, 2) > 0.01);
}
