// What holds for every kind of attention.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "nn/attention/attention_softmax.h"
#include "support/attention_options.h"
#include "support/encoder_model.h"
#include "support/ragged_sets.h"
#include "support/warm_pass.h"

namespace saccade::nn {
namespace {

using testing::EncoderModel;
using testing::every_attention_kind;
using testing::RaggedSets;

const std::vector<TokenType> kTypes = {{"self", 3, 1}, {"food", 4, -1}, {"ray", 2, -1, true}};
const std::vector<int> kWidths = {3, 4, 2};

EncoderConfig config_of(const AttentionKind* kind, Fusion fusion, int blocks) {
  EncoderConfig config;
  config.width = 8;
  config.heads = 2;
  config.self_attention_blocks = blocks;
  config.attention.kind = kind;
  config.attention.k = 3;
  config.attention.neighbours = 3;
  config.fusion = fusion;
  return config;
}

TEST_CASE("weights of every kind and layer sum to one", "[nn]") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  const auto fusion = GENERATE(Fusion::kJoint, Fusion::kCross);
  EncoderModel model(config_of(kind, fusion, 1), kTypes);
  Random random(5);
  // The last ray, alone in its set, has no place.
  RaggedSets<double> batch({{1, 0, 0}, {1, 9, 6}, {1, 2, 1}}, kWidths, random);
  batch.give_motion(random);
  model.readout(batch.sets());
  for (int s = 0; s < 3; ++s) {
    const std::vector<AttentionMap> maps = model.attention(s);
    REQUIRE(maps.size() == (fusion == Fusion::kJoint ? 2 : 4));
    for (const AttentionMap& map : maps) {
      CAPTURE(kind->name, s, map.layer);
      for (int h = 0; h < map.heads; ++h) {
        for (std::size_t q = 0; q < map.queries.size(); ++q) {
          const float* row = map.of(h, q);
          const float sum = std::accumulate(row, row + map.keys.size(), 0.0F);
          // Only local attention across sets may find nobody near.
          const bool may_be_alone = kind->is_local && map.layer == "cross";
          if (map.keys.empty() || (may_be_alone && sum == 0)) continue;
          CHECK(sum == Approx(1).epsilon(1e-6));
        }
      }
    }
    const std::vector<float> share =
        attention_rollout(maps, std::vector<int>{1, 16, 4}[static_cast<std::size_t>(s)]);
    CHECK(std::accumulate(share.begin(), share.end(), 0.0F) == Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("a first batch without any sensor token passes through cross-attention", "[nn]") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  const int blocks = GENERATE(0, 1);
  CAPTURE(kind->name, blocks);
  EncoderModel model(config_of(kind, Fusion::kCross, blocks), kTypes);
  Random random(5);
  RaggedSets<double> batch({{1, 3, 0}, {1, 5, 0}}, kWidths, random);
  batch.give_motion(random);
  const std::vector<double> first = model.readout(batch.sets());
  std::vector<double> gradient(model.parameters.size());
  model.encoder->backward(model.parameters.data(), batch.sets(), *model.pass, first.data(), nullptr,
                          gradient.data());
  CHECK(std::all_of(gradient.begin(), gradient.end(), [](double g) { return std::isfinite(g); }));
  // What a pass has seen before makes no difference.
  RaggedSets<double> seeing({{1, 3, 4}, {1, 5, 2}}, kWidths, random);
  seeing.give_motion(random);
  model.readout(seeing.sets());
  CHECK(model.readout(batch.sets()) == first);
}

TEST_CASE("top_k stays within its scores where some are not numbers", "[nn]") {
  AttentionConfig config;
  config.kind = find_attention_kind("top_k");
  config.k = 2;
  ParameterLayout layout;
  const AttentionSoftmax<float> softmax(config, 1, 0, "a", layout);
  std::vector<float> scores(50, -7.0F);  // The first and the last are not the query's.
  for (std::size_t i = 0; i < 16; ++i) {
    scores[1 + i] = 100 + static_cast<float>(i);
    scores[17 + i] = std::numeric_limits<float>::quiet_NaN();
    scores[33 + i] = static_cast<float>(i);
  }
  softmax.forward(nullptr, 0, nullptr, {0, 0, 48}, scores.data() + 1);
  CHECK(scores.front() == -7.0F);
  CHECK(scores.back() == -7.0F);
}

TEST_CASE("a kind that keeps k weights or sees the nearest has so many", "[nn]") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  CAPTURE(kind->name);
  if (!kind->keeps_k && !kind->is_local) return;
  EncoderModel model(config_of(kind, Fusion::kJoint, 1), kTypes);
  Random random(5);
  RaggedSets<double> batch({{1, 9, 5}}, kWidths, random);
  batch.give_motion(random);
  for (double& x : batch.motion(1)) x = std::isfinite(x) ? x : 0.5;
  for (double& x : batch.motion(2)) x = std::isfinite(x) ? x : 0.7;
  model.readout(batch.sets());
  for (const AttentionMap& map : model.attention(0)) {
    for (int h = 0; h < 2; ++h) {
      for (std::size_t q = 0; q < map.queries.size(); ++q) {
        CHECK(std::count_if(map.of(h, q), map.of(h, q) + map.keys.size(),
                            [](float w) { return w > 0; }) == 3);
      }
    }
  }
}

// Swaps foods 1 and 4 of a sample of 7 foods, features and motion.
void swap_foods(RaggedSets<double>& batch) {
  auto& features = batch.features(1);
  std::swap_ranges(features.begin() + 4, features.begin() + 8, features.begin() + 16);
  auto& motion = batch.motion(1);
  std::swap_ranges(motion.begin() + 4, motion.begin() + 8, motion.begin() + 16);
}

TEST_CASE("every kind is equivariant to the order of entities; an index is not", "[nn]") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  const auto position = GENERATE(PositionKind::kNone, PositionKind::kFourier,
                                 PositionKind::kLearnedIndex, PositionKind::kSinusoidal);
  EncoderConfig config = config_of(kind, GENERATE(Fusion::kJoint, Fusion::kCross), 1);
  config.position.kind = position;
  config.attention.pair_bias = kind->scores_pairs;
  config.attention.pair_value = kind->scores_pairs;
  EncoderModel model(config, kTypes);
  Random random(11);
  RaggedSets<double> batch({{1, 7, 3}}, kWidths, random);
  batch.give_motion(random);
  const std::vector<double> before = model.readout(batch.sets());
  const std::vector<double> tokens(model.pass->tokens, model.pass->tokens + 8 * 8);
  swap_foods(batch);
  const std::vector<double> after = model.readout(batch.sets());
  CAPTURE(kind->name, static_cast<int>(position));
  const bool ordered =
      position == PositionKind::kLearnedIndex || position == PositionKind::kSinusoidal;
  double worst = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    worst = std::max(worst, std::abs(after[i] - before[i]));
  }
  if (ordered) {
    CHECK(worst > 1e-4);
    return;
  }
  CHECK(worst < 1e-12);
  const std::vector<std::size_t> source = {0, 1, 5, 3, 4, 2, 6, 7};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    CHECK(model.pass->tokens[i] == Approx(tokens[source[i / 8] * 8 + i % 8]).margin(1e-12));
  }
}

TEST_CASE("dropout changes what is learned from, not what is acted on", "[nn]") {
  const auto* kind =
      GENERATE(from_range(testing::attention_kinds_with(&AttentionKind::scores_pairs)));
  CAPTURE(kind->name);
  EncoderConfig config = config_of(kind, Fusion::kJoint, 1);
  EncoderModel plain(config, kTypes);
  config.attention.dropout = 0.5F;
  EncoderModel dropping(config, kTypes);
  Random random(5);
  RaggedSets<double> batch({{1, 9, 5}, {1, 9, 5}}, kWidths, random);
  batch.give_motion(random);
  CHECK(dropping.readout(batch.sets()) == plain.readout(batch.sets()));

  const std::vector<std::uint64_t> seeds = {1, 2}, others = {1, 3};
  EntitySets<double> sets = batch.sets();
  sets.dropout_seeds = seeds.data();
  const std::vector<double> first = dropping.readout(sets);
  CHECK(first != plain.readout(batch.sets()));
  CHECK(dropping.readout(sets) == first);
  sets.dropout_seeds = others.data();
  const std::vector<double> second = dropping.readout(sets);
  CHECK(std::equal(first.begin(), first.begin() + 8, second.begin()));
  CHECK_FALSE(std::equal(first.begin() + 8, first.end(), second.begin() + 8));
}

TEST_CASE("dropout leaves the mean of a weight as it is", "[nn]") {
  AttentionConfig config;
  config.dropout = 0.3F;
  ParameterLayout layout;
  const AttentionSoftmax<double> softmax(config, 1, 0, "a", layout);
  const std::int32_t offsets[] = {0, 20000};
  const std::uint64_t seed = 4;
  const AttentionBatch<double> batch{1, offsets, offsets, {}, {}, nullptr, &seed};
  std::vector<double> weights(20000, 1.0);
  softmax.drop(batch, 0, {0, 0, 20000}, weights.data(), weights.data());
  const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / 20000;
  CHECK(mean == Approx(1).margin(0.02));  // Its standard deviation is 0.0046.
  CHECK(std::count(weights.begin(), weights.end(), 0.0) == Approx(6000).margin(260));
}

TEST_CASE("a warm pass of any kind allocates nothing", "[nn]") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  EncoderConfig config = config_of(kind, GENERATE(Fusion::kJoint, Fusion::kCross), 1);
  config.position.kind = PositionKind::kFourier;
  config.attention.pair_bias = kind->scores_pairs;
  config.attention.pair_value = kind->scores_pairs;
  ParameterLayout layout;
  const auto encoder = make_encoder<float>(config, kTypes, "", layout);
  Random random(1);
  RaggedSets<float> batch(std::vector<std::vector<int>>(8, {1, 9, 6}), kWidths, random);
  batch.give_motion(random);
  CHECK(testing::warm_allocations(*encoder, layout, config.width, batch.sets()) == 0);
}

}  // namespace
}  // namespace saccade::nn
