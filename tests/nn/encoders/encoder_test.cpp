#include "nn/encoders/encoder.h"

#include <Eigen/Core>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "support/encoder_model.h"
#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"
#include "support/warm_pass.h"

namespace saccade::nn {
namespace {

using testing::random_vector;

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

using testing::RaggedSets;

const std::vector<TokenType> kTypes = {{"self", 3, 1}, {"food", 4, -1}, {"wall", 2, -1}};
const std::vector<int> kWidths = {3, 4, 2};
// The agent alone, one entity, and sets of very different size in one batch.
const std::vector<std::vector<int>> kCounts = {{1, 0, 0}, {1, 1, 0}, {1, 2, 5}, {1, 0, 17}};

struct Model : testing::EncoderModel {
  explicit Model(const EncoderConfig& config, const std::vector<TokenType>& types = kTypes)
      : EncoderModel(config, types) {}
};

void check_encoder_gradient(const EncoderConfig& config, bool with_tokens) {
  Random random(3);
  const bool flat = config.kind == EncoderKind::kMlp;
  const std::vector<TokenType> fixed = {{"self", 3, 1}, {"food", 4, 2}, {"wall", 2, 1}};
  Model model(config, flat ? fixed : kTypes);
  RaggedSets<double> batch(flat ? std::vector<std::vector<int>>(3, {1, 2, 1}) : kCounts, kWidths,
                           random);
  const EntitySets<double> sets = batch.sets();
  const auto samples = static_cast<std::size_t>(sets.samples);
  const auto width = static_cast<std::size_t>(config.width);
  const auto d_readout = random_vector(samples * width, 1);
  const auto d_tokens = random_vector(static_cast<std::size_t>(batch.tokens()) * width, 2);

  const auto loss = [&] {
    model.encoder->prepare(model.parameters.data(), *model.pass);
    model.encoder->forward(model.parameters.data(), sets, *model.pass);
    double sum = std::inner_product(d_readout.begin(), d_readout.end(), model.pass->readout, 0.0);
    if (with_tokens) {
      sum += std::inner_product(d_tokens.begin(), d_tokens.end(), model.pass->tokens, 0.0);
    }
    return sum;
  };
  loss();
  std::vector<double> gradient(model.parameters.size());
  model.encoder->backward(model.parameters.data(), sets, *model.pass, d_readout.data(),
                          with_tokens ? d_tokens.data() : nullptr, gradient.data());
  testing::check_slopes(loss, model.parameters, gradient, model.layout);
}

EncoderConfig small(EncoderKind kind, int blocks = 0, Activation activation = Activation::kGelu) {
  return {.kind = kind,
          .width = 12,
          .heads = 3,
          .self_attention_blocks = blocks,
          .mlp_ratio = 2,
          .activation = activation};
}

TEST_CASE("encoder gradients equal central differences", "[nn]") {
  SECTION("ego attention") {
    check_encoder_gradient(small(EncoderKind::kAttention), false);
  }
  SECTION("ego attention, tokens used") {
    check_encoder_gradient(small(EncoderKind::kAttention), true);
  }
  SECTION("one self-attention block") {
    check_encoder_gradient(small(EncoderKind::kAttention, 1), false);
  }
  SECTION("two self-attention blocks, tokens used") {
    check_encoder_gradient(small(EncoderKind::kAttention, 2), true);
  }
  SECTION("five heads: one beyond the kernels' block of four") {
    EncoderConfig config = small(EncoderKind::kAttention, 1);
    config.width = 20;
    config.heads = 5;
    check_encoder_gradient(config, true);
  }
  SECTION("tanh") {
    check_encoder_gradient(small(EncoderKind::kAttention, 1, Activation::kTanh), false);
  }
  SECTION("ReLU") {
    check_encoder_gradient(small(EncoderKind::kAttention, 1, Activation::kRelu), false);
  }
  SECTION("mean pool") {
    check_encoder_gradient(small(EncoderKind::kMeanPool), true);
  }
  SECTION("max pool") {
    check_encoder_gradient(small(EncoderKind::kMaxPool), true);
  }
  SECTION("embedding by a small network") {
    const auto kind =
        GENERATE(EncoderKind::kAttention, EncoderKind::kMeanPool, EncoderKind::kMaxPool);
    EncoderConfig config =
        small(kind, 0, GENERATE(Activation::kRelu, Activation::kGelu, Activation::kTanh));
    config.embedding = EmbeddingKind::kMlp;
    check_encoder_gradient(config, true);
  }
  SECTION("flat perceptron") {
    check_encoder_gradient(small(EncoderKind::kMlp), false);
  }
}

// Attention as the papers write it: a key and a value for every token.
std::vector<double> attend_by_the_book(const Model& model, const std::vector<double>& normed,
                                       int heads) {
  const int width = model.width;
  const int n = static_cast<int>(normed.size()) / width;
  const auto find = [&](const std::string& name) {
    for (const auto& entry : model.layout.entries()) {
      if (entry.name == "policy.block0.attention." + name) {
        return Eigen::Map<const Matrix<double>>(model.parameters.data() + entry.slice.offset,
                                                entry.slice.rows, entry.slice.cols);
      }
    }
    throw std::logic_error("no parameter " + name);
  };
  const Eigen::Map<const Matrix<double>> raw(normed.data(), n, width);
  const Matrix<double> y = (raw.array().rowwise() * find("norm.gain").row(0).array()).rowwise() +
                           find("norm.bias").row(0).array();
  const Matrix<double> q = y.row(0) * find("query.weight") + find("query.bias");
  const Matrix<double> k = y * find("key.weight");
  std::vector<double> weights;
  const int head_width = width / heads;
  for (int h = 0; h < heads; ++h) {
    Eigen::ArrayXd scores = (k.middleCols(h * head_width, head_width) *
                             q.middleCols(h * head_width, head_width).transpose()) /
                            std::sqrt(head_width);
    const Eigen::ArrayXd p = scores.exp() / scores.exp().sum();
    weights.insert(weights.end(), p.begin(), p.end());
  }
  return weights;
}

TEST_CASE("ego attention weighs entities as softmax(q K^T / sqrt(d_k)) does", "[nn]") {
  const EncoderConfig config = small(EncoderKind::kAttention);
  Model model(config);
  Random random(5);
  RaggedSets<double> batch({{1, 4, 2}}, kWidths, random);
  model.readout(batch.sets());
  const int n = batch.tokens();
  const std::vector<double> normed(model.pass->tokens, model.pass->tokens + n * config.width);
  const std::vector<double> expected = attend_by_the_book(model, normed, config.heads);
  const std::vector<AttentionMap> maps = model.attention(0);
  REQUIRE(maps.size() == 1);
  REQUIRE(maps[0].weights.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(maps[0].weights[i] == Approx(expected[i]).epsilon(1e-6));
  }
}

TEST_CASE("a perceptron of a single type reads its rows where they stand", "[nn]") {
  EncoderConfig config = small(EncoderKind::kMlp);
  config.activation = GENERATE(Activation::kRelu, Activation::kTanh);
  Random random(3);
  RaggedSets<double> batch({{1}, {1}, {1}, {1}}, {3}, random);
  Model model(config, {{"self", 3, 1}});
  const std::vector<double> all = model.readout(batch.sets());
  const std::vector<double> part = model.readout(batch.part(1, 2));
  CHECK(std::equal(part.begin(), part.end(), all.begin() + config.width));
  const auto d_readout = random_vector(part.size(), 1);
  const auto loss = [&] {
    const std::vector<double> out = model.readout(batch.part(1, 2));
    return std::inner_product(out.begin(), out.end(), d_readout.begin(), 0.0);
  };
  loss();
  std::vector<double> gradient(model.parameters.size());
  model.encoder->backward(model.parameters.data(), batch.part(1, 2), *model.pass, d_readout.data(),
                          nullptr, gradient.data());
  testing::check_slopes(loss, model.parameters, gradient, model.layout);
}

TEST_CASE("the order of entities permutes weights and leaves the readout unchanged", "[nn]") {
  const auto kind =
      GENERATE(EncoderKind::kAttention, EncoderKind::kMeanPool, EncoderKind::kMaxPool);
  const int blocks = GENERATE(0, 2);
  Model model(small(kind, blocks));
  Random random(11);
  RaggedSets<double> batch({{1, 6, 3}}, kWidths, random);
  const std::vector<double> before = model.readout(batch.sets());
  const std::vector<double> tokens(model.pass->tokens, model.pass->tokens + 10 * 12);
  const std::vector<AttentionMap> maps = model.attention(0);

  // Swap foods 1 and 4: tokens 2 and 5, the agent being token 0.
  const std::vector<std::size_t> source = {0, 1, 5, 3, 4, 2, 6, 7, 8, 9};
  auto& features = batch.features(1);
  std::swap_ranges(features.begin() + 4, features.begin() + 8, features.begin() + 16);
  const std::vector<double> after = model.readout(batch.sets());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(after[i] == Approx(before[i]).margin(1e-12));
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    CHECK(model.pass->tokens[i] == Approx(tokens[source[i / 12] * 12 + i % 12]).margin(1e-12));
  }
  REQUIRE(maps.size() ==
          (kind == EncoderKind::kAttention ? 1U + static_cast<unsigned>(blocks) : 0U));
  const std::vector<AttentionMap> swapped = model.attention(0);
  for (std::size_t layer = 0; layer < maps.size(); ++layer) {
    for (int head = 0; head < 3; ++head) {
      for (std::size_t q = 0; q < maps[layer].queries.size(); ++q) {
        for (std::size_t k = 0; k < 10; ++k) {
          CHECK(swapped[layer].of(head, q)[k] ==
                Approx(maps[layer].of(head, source[q])[source[k]]).margin(1e-6));
        }
      }
    }
  }
}

TEST_CASE("pooling is a mean or a maximum: entities listed twice change nothing", "[nn]") {
  Model model(small(GENERATE(EncoderKind::kMeanPool, EncoderKind::kMaxPool)));
  Random random(17);
  RaggedSets<double> once({{1, 3, 2}}, kWidths, random);
  RaggedSets<double> twice({{1, 6, 4}}, kWidths, random);
  std::copy(once.features(0).begin(), once.features(0).end(), twice.features(0).begin());
  for (const std::size_t type : {1U, 2U}) {
    const std::vector<double>& rows = once.features(type);
    std::copy(rows.begin(), rows.end(), twice.features(type).begin());
    std::copy_backward(rows.begin(), rows.end(), twice.features(type).end());
  }
  const std::vector<double> before = model.readout(once.sets());
  const std::vector<double> after = model.readout(twice.sets());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(after[i] == Approx(before[i]).margin(1e-12));
  }
}

TEST_CASE("a warm pass allocates nothing", "[nn]") {
  const int blocks = GENERATE(0, 1);
  const auto kind = GENERATE(EncoderKind::kAttention, EncoderKind::kMeanPool, EncoderKind::kMaxPool,
                             EncoderKind::kMlp);
  EncoderConfig config{.kind = kind, .self_attention_blocks = blocks};
  config.embedding = GENERATE(EmbeddingKind::kLinear, EmbeddingKind::kMlp);
  config.activation = GENERATE(Activation::kRelu, Activation::kGelu);
  ParameterLayout layout;
  const std::vector<TokenType> fixed = {{"self", 3, 1}, {"food", 4, 9}, {"wall", 2, 6}};
  const auto encoder =
      make_encoder<float>(config, kind == EncoderKind::kMlp ? fixed : kTypes, "policy.", layout);
  Random random(1);
  RaggedSets<float> batch(std::vector<std::vector<int>>(64, {1, 9, 6}), kWidths, random);
  CHECK(testing::warm_allocations(*encoder, layout, config.width, batch.sets()) == 0);
}

}  // namespace
}  // namespace saccade::nn
