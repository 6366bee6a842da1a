// An encoder whose tokens nobody reads works on the entities' features: what comes out, and all
// gradients, are those of one that forms the tokens.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numeric>

#include "support/attention_options.h"
#include "support/encoder_model.h"
#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"
#include "support/warm_pass.h"

namespace saccade::nn {
namespace {

using testing::EncoderModel;
using testing::RaggedSets;

const std::vector<TokenType> kTypes = {
    {"self", 3, 1}, {"food", 4, -1}, {"never", 2, -1}, {"ray", 2, -1, true}};
const std::vector<int> kWidths = {3, 4, 2, 2};
// The agent alone, one entity, two kinds of them, many; one type is never there.
const std::vector<std::vector<int>> kCounts = {
    {1, 0, 0, 0}, {1, 1, 0, 0}, {1, 2, 0, 5}, {1, 0, 0, 17}, {1, 33, 0, 9}};

EncoderConfig config_of(const AttentionKind* kind, bool tokens_are_read) {
  EncoderConfig config;
  config.width = 24;
  config.heads = 3;
  config.mlp_ratio = 1;
  config.activation = Activation::kTanh;
  config.attention.kind = kind;
  config.attention.k = 3;
  config.attention.neighbours = 3;
  config.tokens_are_read = tokens_are_read;
  return config;
}

/// A batch with motion and dropout seeds, and a linear loss over the readout.
struct Trial {
  EncoderModel model;
  Random random{3};
  RaggedSets<double> batch{kCounts, kWidths, random};
  std::vector<std::uint64_t> seeds{5, 6, 7, 8, 9};
  std::vector<double> d_readout;

  explicit Trial(const EncoderConfig& config)
      : model(config, kTypes),
        d_readout(
            testing::random_vector(kCounts.size() * static_cast<std::size_t>(config.width), 1)) {
    batch.give_motion(random);
  }

  EntitySets<double> sets() const {
    EntitySets<double> sets = batch.sets();
    sets.dropout_seeds = seeds.data();
    return sets;
  }
  std::vector<double> readout() { return model.readout(sets()); }
  double loss() {
    const std::vector<double> out = readout();
    return std::inner_product(out.begin(), out.end(), d_readout.begin(), 0.0);
  }
  std::vector<double> gradient() { return gradient_of(sets(), d_readout.data()); }
  std::vector<double> gradient_of(const EntitySets<double>& some, const double* d_some) {
    model.readout(some);
    std::vector<double> result(model.parameters.size());
    model.encoder->backward(model.parameters.data(), some, *model.pass, d_some, nullptr,
                            result.data());
    return result;
  }
};

void check_close(const std::vector<double>& found, const std::vector<double>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i] == Approx(wanted[i]).epsilon(1e-9).margin(1e-9));
  }
}

bool scores_are_products(const AttentionKind* kind) {
  return kind->scores_are_products;
}

TEST_CASE("reading features comes to the same as reading tokens", "[nn]") {
  const AttentionKind* kind =
      GENERATE(filter(scores_are_products, from_range(testing::every_attention_kind())));
  CAPTURE(kind->name);
  EncoderConfig by_tokens = config_of(kind, true);
  by_tokens.attention.pair_bias = GENERATE(false, true);
  by_tokens.attention.pair_value = by_tokens.attention.pair_bias;
  by_tokens.attention.scale = !by_tokens.attention.pair_bias;
  by_tokens.attention.dropout = GENERATE(0.0F, 0.4F);
  EncoderConfig by_features = by_tokens;
  by_features.tokens_are_read = false;
  Trial one(by_tokens), other(by_features);
  check_close(other.readout(), one.readout());
  check_close(other.gradient(), one.gradient());
  CHECK(one.model.pass->tokens != nullptr);
  CHECK(other.model.pass->tokens == nullptr);
  for (int s = 0; s < static_cast<int>(kCounts.size()); ++s) {
    const auto maps = other.model.attention(s), wanted = one.model.attention(s);
    check_close({maps[0].weights.begin(), maps[0].weights.end()},
                {wanted[0].weights.begin(), wanted[0].weights.end()});
  }
}

TEST_CASE("gradients of a readout of features equal central differences", "[nn]") {
  EncoderConfig config = config_of(find_attention_kind("dot_product"), false);
  config.attention.pair_bias = config.attention.pair_value = GENERATE(false, true);
  Trial trial(config);
  const std::vector<double> gradient = trial.gradient();
  testing::check_slopes([&] { return trial.loss(); }, trial.model.parameters, gradient,
                        trial.model.layout);
}

TEST_CASE("a part of a batch has the gradient of its samples") {
  EncoderConfig config = config_of(find_attention_kind("dot_product"), false);
  Trial trial(config);
  // What flows to the others is 0.
  std::vector<double> d_part(trial.d_readout.size());
  const auto first = 2 * config.width, last = 4 * config.width;
  std::copy(trial.d_readout.begin() + first, trial.d_readout.begin() + last,
            d_part.begin() + first);
  const std::vector<double> wanted = trial.gradient_of(trial.batch.sets(), d_part.data());
  check_close(trial.gradient_of(trial.batch.part(2, 2), d_part.data() + first), wanted);
}

TEST_CASE("features are read only where tokens are a linear map of few of them", "[nn]") {
  EncoderConfig config = config_of(find_attention_kind("dot_product"), false);
  SECTION("a network for an embedding") {
    config.embedding = EmbeddingKind::kMlp;
  }
  SECTION("a position") {
    config.position.kind = PositionKind::kFourier;
  }
  SECTION("a block before") {
    config.self_attention_blocks = 1;
  }
  SECTION("a set of sensors of its own") {
    config.fusion = Fusion::kCross;
  }
  SECTION("a kind whose scores are no products") {
    config.attention.kind = find_attention_kind("additive");
  }
  SECTION("more features than the width") {
    config.width = 12;
  }
  Trial trial(config);
  trial.readout();
  CHECK(trial.model.pass->tokens != nullptr);
}

// The bias of foods takes away what their first feature adds: a hundredth is left.
TEST_CASE("in single precision features that nearly cancel keep three digits", "[nn]") {
  const auto readout_of = [](auto number, bool tokens_are_read) {
    using T = decltype(number);
    ParameterLayout layout;
    const auto encoder = make_encoder<T>(
        config_of(find_attention_kind("dot_product"), tokens_are_read), kTypes, "", layout);
    std::vector<T> parameters(layout.size());
    Random random(7);
    encoder->initialise(parameters.data(), random);
    const auto& slices = layout.entries();
    const auto of_foods = std::find_if(slices.begin(), slices.end(), [](const auto& entry) {
      return entry.name == "entity.food.embed.weight";
    });
    const std::size_t weight = of_foods->slice.offset, bias = (of_foods + 1)->slice.offset;
    for (std::size_t i = 0; i < 24; ++i) {
      parameters[bias + i] = T(-3) * parameters[weight + i] + T(0.01) * parameters[bias + i];
    }
    RaggedSets<T> batch(kCounts, kWidths, random);
    std::vector<T>& features = batch.features(1);
    for (std::size_t i = 0; i < features.size(); ++i) features[i] = i % 4 == 0 ? T(3) : T(0);
    const auto pass = encoder->make_pass();
    encoder->prepare(parameters.data(), *pass);
    encoder->forward(parameters.data(), batch.sets(), *pass);
    return std::vector<double>(pass->readout, pass->readout + kCounts.size() * 24);
  };
  const std::vector<double> exact = readout_of(0.0, true);
  double by_tokens = 0, by_features = 0;  // Largest errors.
  const std::vector<double> tokens = readout_of(0.0F, true), features = readout_of(0.0F, false);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    by_tokens = std::max(by_tokens, std::abs(tokens[i] - exact[i]));
    by_features = std::max(by_features, std::abs(features[i] - exact[i]));
  }
  CHECK(by_tokens < 1e-4);
  CHECK(by_features < 1e-3);
}

TEST_CASE("a warm pass over features allocates nothing", "[nn]") {
  const EncoderConfig config = config_of(find_attention_kind("dot_product"), false);
  ParameterLayout layout;
  const auto encoder = make_encoder<float>(config, kTypes, "", layout);
  Random random(1);
  const RaggedSets<float> batch(kCounts, kWidths, random);
  CHECK(testing::warm_allocations(*encoder, layout, config.width, batch.sets()) == 0);
}

}  // namespace
}  // namespace saccade::nn
