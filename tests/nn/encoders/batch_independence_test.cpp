// The bits of a sample do not depend on the batch around it: what an agent does in an evaluation
// of one world is what it does among many, and a training can be repeated with other batch sizes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>

#include "nn/attention/attention_kinds.h"
#include "nn/encoders/encoder.h"
#include "nn/layers/layer_norm.h"
#include "support/attention_options.h"
#include "support/ragged_sets.h"

namespace saccade::nn {
namespace {

using testing::RaggedSets;

const std::vector<TokenType> kTypes = {{"self", 3, 1}, {"food", 4, -1}, {"ray", 2, -1, true}};
// The agent alone, one entity, and sets of very different size in one batch.
const std::vector<std::vector<int>> kCounts = {{1, 0, 0},   {1, 1, 0}, {1, 2, 5}, {1, 0, 17},
                                               {1, 40, 24}, {1, 9, 3}, {1, 5, 0}, {1, 16, 16}};

struct Trained {
  ParameterLayout layout;
  std::unique_ptr<Encoder<float>> encoder;
  std::vector<float> parameters;

  explicit Trained(const EncoderConfig& config)
      : encoder(make_encoder<float>(config, kTypes, "", layout)), parameters(layout.size()) {
    Random random(7);
    encoder->initialise(parameters.data(), random);
  }
};

void check_each_alone(const EncoderConfig& config) {
  const Trained model(config);
  Random random(13);
  RaggedSets<float> batch(kCounts, {3, 4, 2}, random);
  batch.give_motion(random);
  const auto together = model.encoder->make_pass(), alone = model.encoder->make_pass();
  model.encoder->prepare(model.parameters.data(), *together);
  model.encoder->prepare(model.parameters.data(), *alone);
  model.encoder->forward(model.parameters.data(), batch.sets(), *together);
  for (int s = 0; s < static_cast<int>(kCounts.size()); ++s) {
    model.encoder->forward(model.parameters.data(), batch.part(s, 1), *alone);
    CAPTURE(s);
    CHECK(std::equal(alone->readout, alone->readout + config.width,
                     together->readout + s * config.width));
    const std::int32_t first = together->token_offsets[s];
    const std::int32_t count = together->token_offsets[s + 1] - first;
    REQUIRE(alone->token_offsets[1] == count);
    if (!config.tokens_are_read) continue;
    CHECK(std::equal(alone->tokens, alone->tokens + count * config.width,
                     together->tokens + first * config.width));
  }
}

TEST_CASE("a sample's readout and tokens have the same bits alone and in a batch", "[nn]") {
  EncoderConfig config;
  config.width = GENERATE(12, 64);
  config.self_attention_blocks = GENERATE(0, 1);
  SECTION("attention") {
    config.attention.kind = GENERATE(from_range(testing::every_attention_kind()));
    config.attention.k = 3;
    config.attention.neighbours = 3;
    config.fusion = GENERATE(Fusion::kJoint, Fusion::kCross);
    config.tokens_are_read = GENERATE(true, false);
    const bool pair_value = GENERATE(false, true);
    config.attention.pair_value = pair_value && config.attention.kind->scores_pairs;
    CAPTURE(config.width, config.self_attention_blocks, config.attention.kind->name,
            static_cast<int>(config.fusion), config.tokens_are_read);
    check_each_alone(config);
  }
  SECTION("embedding by a small network") {
    config.embedding = EmbeddingKind::kMlp;
    config.activation = GENERATE(Activation::kRelu, Activation::kGelu);
    CAPTURE(config.width, config.self_attention_blocks);
    check_each_alone(config);
  }
  SECTION("pooling") {
    config.kind = GENERATE(EncoderKind::kMeanPool, EncoderKind::kMaxPool);
    CAPTURE(config.width, static_cast<int>(config.kind));
    check_each_alone(config);
  }
}

TEMPLATE_TEST_CASE("a row is normalised to the same bits alone and among others", "[nn]", float,
                   double) {
  const int width = GENERATE(12, 21, 64);
  constexpr int kRows = 37;
  ParameterLayout layout;
  const auto norm = LayerNorm<TestType>::create(layout, "norm", width);
  std::vector<TestType> parameters(layout.size());
  norm.initialise(parameters.data());
  Random random(3);
  RaggedSets<TestType> batch({{kRows}}, {width}, random);
  const std::vector<TestType>& x = batch.features(0);
  std::vector<TestType> y(x.size()), own(static_cast<std::size_t>(width));
  LayerNormPass<TestType> together, alone;
  norm.forward(parameters.data(), x.data(), kRows, together, y.data());
  for (int row = 0; row < kRows; ++row) {
    const std::ptrdiff_t first = std::ptrdiff_t{row} * width;
    norm.forward(parameters.data(), x.data() + first, 1, alone, own.data());
    CAPTURE(width, row);
    CHECK(std::equal(own.begin(), own.end(), y.begin() + first));
    CHECK(alone.rstd.data()[0] == together.rstd.data()[row]);
  }
}

TEST_CASE("linear attention gives equal queries equal bits wherever they stand", "[nn]") {
  constexpr int kWidth = 12, kTokens = 3;  // Not a whole number of groups of lanes.
  AttentionConfig config;
  config.kind = find_attention_kind("linear");
  ParameterLayout layout;
  const auto attention = make_attention<float>(config, {kWidth, 2, 0, "a"}, layout);
  const std::int32_t offsets[] = {0, kTokens};
  const AttentionBatch<float> batch{1, offsets, offsets};
  Random random(3);
  AttentionScratch<float> scratch;
  for (int trial = 0; trial < 50; ++trial) {
    RaggedSets<float> sets({{1, kTokens}}, {kWidth, kWidth}, random);
    const std::vector<float>& keys = sets.features(1);
    std::vector<float> queries, mixed(kTokens * kWidth);
    for (int i = 0; i < kTokens; ++i) {
      queries.insert(queries.end(), sets.features(0).begin(), sets.features(0).end());
    }
    attention->forward({nullptr, batch, queries.data(), keys.data(), keys.data(), scratch},
                       mixed.data());
    for (int i = 1; i < kTokens; ++i) {
      CHECK(std::equal(mixed.begin(), mixed.begin() + kWidth, mixed.begin() + i * kWidth));
    }
  }
}

}  // namespace
}  // namespace saccade::nn
