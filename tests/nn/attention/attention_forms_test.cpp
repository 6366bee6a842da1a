// Attention computed in a clever way against the same computed plainly.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "nn/attention/attention_kinds.h"
#include "nn/blocks/readout_block.h"
#include "nn/layers/entity_sets.h"
#include "support/attention_options.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

TEST_CASE("linear attention equals its explicit quadratic form", "[nn]") {
  const int queries = 3, keys = 5, width = 8, heads = 2;
  ParameterLayout layout;
  const auto attention = make_attention<double>({.kind = find_attention_kind("linear")},
                                                {width, heads, 0, "a"}, layout);
  const auto q = testing::random_vector(queries * width, 1);
  const auto k = testing::random_vector(keys * width, 2);
  const auto v = testing::random_vector(keys * width, 3);
  const std::int32_t query_offsets[] = {0, queries};
  const std::int32_t key_offsets[] = {0, keys};
  const AttentionBatch<double> batch{1, query_offsets, key_offsets};
  AttentionScratch<double> scratch;
  std::vector<double> mixed(queries * width);
  std::vector<double> weights(heads * queries * keys);
  const AttentionInput<double> in{nullptr, batch, q.data(), k.data(), v.data(), scratch};
  attention->forward(in, mixed.data());
  attention->weights(in, 0, weights.data());

  const auto phi = [](double x) { return x > 0 ? x + 1 : std::exp(x); };
  for (int h = 0; h < heads; ++h) {
    for (int i = 0; i < queries; ++i) {
      std::vector<double> similarity(keys, 0.0);
      for (int j = 0; j < keys; ++j) {
        for (int c = 4 * h; c < 4 * h + 4; ++c) {
          similarity[static_cast<std::size_t>(j)] +=
              phi(q[static_cast<std::size_t>(i * width + c)]) *
              phi(k[static_cast<std::size_t>(j * width + c)]);
        }
      }
      const double sum = std::accumulate(similarity.begin(), similarity.end(), 0.0);
      for (int c = 4 * h; c < 4 * h + 4; ++c) {
        double expected = 0;
        for (int j = 0; j < keys; ++j) {
          expected += similarity[static_cast<std::size_t>(j)] / sum *
                      v[static_cast<std::size_t>(j * width + c)];
        }
        CHECK(mixed[static_cast<std::size_t>(i * width + c)] == Approx(expected).epsilon(1e-12));
      }
      for (int j = 0; j < keys; ++j) {
        CHECK(weights[static_cast<std::size_t>((h * queries + i) * keys + j)] ==
              Approx(similarity[static_cast<std::size_t>(j)] / sum).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("what a query mixes are the values by the weights that are told", "[nn]") {
  const int queries = 3, keys = 5, width = 8, heads = 2, d = width / heads;
  AttentionConfig config;
  config.kind = GENERATE(from_range(testing::every_attention_kind()));
  CAPTURE(config.kind->name);
  config.k = 3;
  ParameterLayout layout;
  const auto attention = make_attention<double>(config, {width, heads, 0, "a"}, layout);
  const auto parameters = testing::random_vector(layout.size(), 4);
  const auto q = testing::random_vector(queries * width, 1);
  const auto k = testing::random_vector(keys * width, 2);
  const auto v = testing::random_vector(keys * width, 3);
  const std::int32_t query_offsets[] = {0, queries};
  const std::int32_t key_offsets[] = {0, keys};
  const auto query_motion = testing::random_vector(queries * kMotionWidth, 5);
  const auto key_motion = testing::random_vector(keys * kMotionWidth, 6);
  Neighbours near;
  near.find(query_motion.data(), query_offsets, key_motion.data(), key_offsets, 1, false, {3, 0});
  const AttentionBatch<double> batch{
      1, query_offsets, key_offsets, {}, {}, config.kind->is_local ? &near : nullptr};
  AttentionScratch<double> scratch;
  std::vector<double> mixed(queries * width), weights(heads * queries * keys);
  const AttentionInput<double> in{parameters.data(), batch, q.data(), k.data(), v.data(), scratch};
  attention->forward(in, mixed.data());
  attention->weights(in, 0, weights.data());
  for (int i = 0; i < queries * width; ++i) {
    const int head = i % width / d, query = i / width;
    double expected = 0;
    for (int j = 0; j < keys; ++j) {
      expected += weights[static_cast<std::size_t>((head * queries + query) * keys + j)] *
                  v[static_cast<std::size_t>(j * width + i % width)];
    }
    CHECK(mixed[static_cast<std::size_t>(i)] == Approx(expected).epsilon(1e-12).margin(1e-14));
  }
}

std::size_t index(int i) {
  return static_cast<std::size_t>(i);
}

void check_close(const double* found, const double* wanted, int count, double margin) {
  for (int i = 0; i < count; ++i) CHECK(found[i] == Approx(wanted[i]).epsilon(1e-9).margin(margin));
}

TEST_CASE("the readout equals a full block's first token", "[nn]") {
  // A block before the last sees all tokens as they are; reading the first token of its output is
  // what the readout computes by itself, folded where scores are products.
  const int width = 8, heads = 2;
  AttentionConfig config;
  config.kind = GENERATE(from_range(testing::every_attention_kind()));
  CAPTURE(config.kind->name);
  config.k = 3;
  config.neighbours = 3;
  const float dropout = GENERATE(0.0F, 0.4F);
  config.pair_bias = config.kind->scores_pairs;
  config.pair_value = config.kind->scores_pairs;
  config.dropout = config.kind->scores_pairs ? dropout : 0;
  ParameterLayout layout;
  const auto layers = BlockLayers<double>::create(layout, "b", width, width, Activation::kGelu);
  const ReadoutBlock<double> readout(layers, config, {width, heads, 5, "b"}, nullptr, layout);
  ParameterLayout same;
  const auto again = BlockLayers<double>::create(same, "b", width, width, Activation::kGelu);
  const AttentionBlock<double> block(again,
                                     make_attention<double>(config, {width, heads, 5, "b"}, same));
  const auto parameters = testing::random_vector(layout.size(), 4);
  REQUIRE(same.size() == layout.size());

  const std::vector<std::int32_t> offsets = {0, 1, 3, 12};
  const std::vector<std::int32_t> agents = {0, 1, 2, 3};
  const auto x = testing::random_vector(12 * width, 5);
  const auto motion = testing::random_vector(12 * kMotionWidth, 6);
  std::vector<double> agent_motion;
  for (const std::size_t row : {0U, 1U, 3U}) {
    const double* of_row = motion.data() + kMotionWidth * row;
    agent_motion.insert(agent_motion.end(), of_row, of_row + kMotionWidth);
  }
  const std::vector<std::int32_t> types = {0, 0, 1, 0, 1, 1, 1, 2, 2, 2, 2, 2},
                                  agent_types = {0, 0, 0};
  const std::vector<std::uint64_t> seeds = {7, 8, 9};
  const bool local = config.kind->is_local;
  Neighbours all, own;
  all.find(motion.data(), offsets.data(), motion.data(), offsets.data(), 3, true, {3, 0});
  own.find(agent_motion.data(), agents.data(), motion.data(), offsets.data(), 3, true, {3, 0});
  const TokenGeometry<double> geometry{motion.data(), types.data()};
  const AttentionBatch<double> full{3,        offsets.data(),         offsets.data(), geometry,
                                    geometry, local ? &all : nullptr, seeds.data()};
  const AttentionBatch<double> ego{
      3,        agents.data(),          offsets.data(), {agent_motion.data(), agent_types.data()},
      geometry, local ? &own : nullptr, seeds.data()};
  AttentionBlockPass<double> block_pass;
  ReadoutPass<double> readout_pass;
  block.forward(parameters.data(), full, x.data(), nullptr, block_pass);
  readout.prepare(parameters.data(), readout_pass);
  readout.forward(parameters.data(), ego, {{x.data(), nullptr, offsets.data(), 3}, {}},
                  readout_pass);
  for (int s = 0; s < 3; ++s) {
    const int first = offsets[static_cast<std::size_t>(s)];
    check_close(readout_pass.out + s * width, block_pass.out.data() + first * width, width, 1e-9);
    const int n = offsets[static_cast<std::size_t>(s) + 1] - first;
    std::vector<double> a(static_cast<std::size_t>(heads * n));
    std::vector<double> b(static_cast<std::size_t>(heads * n * n));
    readout.weights(parameters.data(), ego, readout_pass, s, a.data());
    block.weights(parameters.data(), full, block_pass, s, b.data());
    for (int h = 0; h < heads; ++h) check_close(&a[index(h * n)], &b[index(h * n * n)], n, 1e-12);
  }
}

}  // namespace
}  // namespace saccade::nn
