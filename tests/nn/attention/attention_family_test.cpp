// Every kind of attention and option around it: gradients, equivalences, properties.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "support/attention_options.h"
#include "support/encoder_model.h"
#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using testing::attention_kinds_with;
using testing::EncoderModel;
using testing::every_attention_kind;
using testing::RaggedSets;

const std::vector<TokenType> kTypes = {
    {"self", 3, 1}, {"food", 4, -1}, {"ray", 2, -1, true}, {"patch", 3, -1, true}};
const std::vector<int> kWidths = {3, 4, 2, 3};
// The agent alone, one entity, two, seventeen; sensors in some samples only.
const std::vector<std::vector<int>> kCounts = {
    {1, 0, 0, 0}, {1, 1, 2, 0}, {1, 2, 0, 0}, {1, 17, 5, 4}, {1, 0, 0, 3}};

EncoderConfig small(const AttentionKind* kind = default_attention_kind()) {
  EncoderConfig config;
  config.width = 8;
  config.heads = 2;
  config.mlp_ratio = 1;
  config.activation = Activation::kTanh;
  config.attention.kind = kind;
  config.attention.k = 3;
  config.attention.neighbours = 3;
  return config;
}

/// A batch with motion and dropout seeds, and a linear loss over readout and tokens.
struct Trial {
  EncoderModel model;
  Random random{3};
  RaggedSets<double> batch;
  std::vector<std::uint64_t> seeds;
  std::vector<double> d_readout, d_tokens;

  Trial(const EncoderConfig& config, const std::vector<std::vector<int>>& counts)
      : model(config, kTypes), batch(counts, kWidths, random) {
    batch.give_motion(random);
    for (std::size_t s = 0; s < counts.size(); ++s) seeds.push_back(100 + s);
    const auto width = static_cast<std::size_t>(config.width);
    d_readout = testing::random_vector(counts.size() * width, 1);
    d_tokens = testing::random_vector(static_cast<std::size_t>(batch.tokens()) * width, 2);
  }

  EntitySets<double> sets() const {
    EntitySets<double> sets = batch.sets();
    sets.dropout_seeds = seeds.data();
    return sets;
  }
  double loss() {
    const EntitySets<double> now = sets();
    model.encoder->prepare(model.parameters.data(), *model.pass);
    model.encoder->forward(model.parameters.data(), now, *model.pass);
    const int tokens = model.pass->token_offsets[now.samples];
    return std::inner_product(d_readout.begin(), d_readout.end(), model.pass->readout, 0.0) +
           std::inner_product(model.pass->tokens, model.pass->tokens + tokens * model.width,
                              d_tokens.begin(), 0.0);
  }
  std::vector<double> gradient() {
    loss();
    std::vector<double> result(model.parameters.size());
    model.encoder->backward(model.parameters.data(), sets(), *model.pass, d_readout.data(),
                            d_tokens.data(), result.data());
    return result;
  }
};

// Every tensor of parameters by itself.
void check_tensors(const EncoderConfig& config) {
  Trial trial(config, kCounts);
  const std::vector<double> gradient = trial.gradient();
  testing::check_slopes([&] { return trial.loss(); }, trial.model.parameters, gradient,
                        trial.model.layout);
}

// All parameters at once, with large sets in the batch.
void check_large_sets(const EncoderConfig& config) {
  Trial trial(config, {{1, 300, 0, 0}, {1, 0, 0, 0}, {1, 17, 20, 0}, {1, 2, 0, 9}, {1, 1, 0, 0}});
  const std::vector<double> gradient = trial.gradient();
  const Slice all{0, 1, static_cast<int>(gradient.size())};
  testing::check_slope([&] { return trial.loss(); }, trial.model.parameters, gradient, all);
}

void check_gradients(const EncoderConfig& config) {
  check_tensors(config);
  check_large_sets(config);
}

TEST_CASE("gradients of every kind of attention equal central differences", "[nn]") {
  EncoderConfig config = small(GENERATE(from_range(every_attention_kind())));
  config.self_attention_blocks = GENERATE(0, 1);
  CAPTURE(config.attention.kind->name, config.self_attention_blocks);
  SECTION("alone") {
    check_gradients(config);
  }
  SECTION("with cross-attention to sensors") {
    config.fusion = Fusion::kCross;
    check_gradients(config);
  }
  SECTION("with a pair value") {
    if (!config.attention.kind->scores_pairs) return;
    config.attention.pair_value = true;
    config.fusion = GENERATE(Fusion::kJoint, Fusion::kCross);
    check_gradients(config);
  }
  SECTION("with pair bias and value, dropout and without scale") {
    if (!config.attention.kind->scores_pairs) return;
    config.attention.pair_bias = true;
    config.attention.pair_value = true;
    config.attention.dropout = 0.3F;
    config.attention.scale = false;
    check_gradients(config);
  }
}

TEST_CASE("gradients of position encodings equal central differences", "[nn]") {
  EncoderConfig config = small();
  config.position.kind =
      GENERATE(PositionKind::kLearnedIndex, PositionKind::kSinusoidal, PositionKind::kFourier);
  config.position.relative = GENERATE(true, false);
  config.position.wavelength = 16;
  check_gradients(config);
}

TEST_CASE("attention by radius has the gradient of central differences", "[nn]") {
  EncoderConfig config =
      small(GENERATE(from_range(attention_kinds_with(&AttentionKind::is_local))));
  config.self_attention_blocks = 1;
  config.attention.radius = 4;
  config.attention.pair_bias = config.attention.kind->scores_pairs;
  config.attention.pair_value = config.attention.kind->scores_pairs;
  check_gradients(config);
}

void check_same_readout(const EncoderConfig& one, const EncoderConfig& other,
                        double tolerance = 1e-12) {
  Trial first(one, kCounts);
  Trial second(other, kCounts);
  // Parameters of the same name are the same; what only one of them has is 0.
  std::fill(second.model.parameters.begin(), second.model.parameters.end(), 0.0);
  for (const auto& to : second.model.layout.entries()) {
    for (const auto& from : first.model.layout.entries()) {
      if (from.name != to.name) continue;
      std::copy_n(first.model.parameters.begin() + static_cast<std::ptrdiff_t>(from.slice.offset),
                  from.slice.size(),
                  second.model.parameters.begin() + static_cast<std::ptrdiff_t>(to.slice.offset));
    }
  }
  const double a = first.loss();
  CHECK(second.loss() == Approx(a).epsilon(tolerance));
}

// With and without blocks before the readout, sensors in the set and beside it.
EncoderConfig in_every_place(const AttentionKind* kind) {
  EncoderConfig config = small(kind);
  config.self_attention_blocks = GENERATE(0, 2);
  config.fusion = GENERATE(Fusion::kJoint, Fusion::kCross);
  return config;
}

TEST_CASE("top_k that keeps everything is dot_product", "[nn]") {
  const EncoderConfig dot = in_every_place(default_attention_kind());
  EncoderConfig other = dot;
  other.attention.kind = find_attention_kind("top_k");
  other.attention.k = 27;
  check_same_readout(dot, other);
}

TEST_CASE("pair bias and pair value of weight 0 change nothing", "[nn]") {
  const auto* kind = GENERATE(from_range(attention_kinds_with(&AttentionKind::scores_pairs)));
  CAPTURE(kind->name);
  const EncoderConfig plain = in_every_place(kind);
  EncoderConfig other = plain;
  other.attention.pair_bias = GENERATE(true, false);
  other.attention.pair_value = !other.attention.pair_bias;
  check_same_readout(plain, other);
}

TEST_CASE("without scale scores that are products are sqrt(d_k) times as large", "[nn]") {
  const auto* kind = GENERATE(from_range(attention_kinds_with(&AttentionKind::scales)));
  CAPTURE(kind->name);
  if (!kind->scores_are_products) return;
  const EncoderConfig config = in_every_place(kind);
  EncoderConfig other = config;
  other.attention.scale = false;
  Trial scaled(config, kCounts);
  Trial plain(other, kCounts);
  CHECK(scaled.loss() != Approx(plain.loss()).epsilon(1e-6));
  for (const auto& entry : plain.model.layout.entries()) {
    if (entry.name.find("attention.query.") == std::string::npos) continue;
    for (std::size_t i = 0; i < entry.slice.size(); ++i) {
      plain.model.parameters[entry.slice.offset + i] /= 2;  // sqrt(8 / 2)
    }
  }
  CHECK(plain.loss() == Approx(scaled.loss()).epsilon(1e-12));
}

TEST_CASE("local attention that reaches everything is dot_product", "[nn]") {
  EncoderConfig dot = small();
  dot.self_attention_blocks = GENERATE(0, 2);
  EncoderConfig local = dot;
  local.attention.kind = find_attention_kind("local");
  local.attention.radius = GENERATE(0.0F, std::numeric_limits<float>::infinity());
  local.attention.neighbours = 27;
  Trial first(dot, kCounts);
  Trial second(local, kCounts);
  for (Trial* trial : {&first, &second}) {
    for (std::size_t t = 0; t < kTypes.size(); ++t) {
      for (double& x : trial->batch.motion(t)) x = std::isfinite(x) ? x : 1;
    }
  }
  CHECK(second.loss() == Approx(first.loss()).epsilon(1e-12));
}

}  // namespace
}  // namespace saccade::nn
