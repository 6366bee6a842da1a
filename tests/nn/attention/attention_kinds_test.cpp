// The table of kinds, and what its traits promise.
#include "nn/attention/attention_kinds.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <string>

#include "support/attention_options.h"
#include "support/encoder_model.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using testing::EncoderModel;
using testing::RaggedSets;

TEST_CASE("every kind is found by its name; the first is the default", "[nn]") {
  for (const AttentionKind& kind : attention_kinds()) {
    CAPTURE(kind.name);
    CHECK(find_attention_kind(kind.name) == &kind);
    CHECK_FALSE(std::string(kind.summary).empty());
    CHECK(kind.make_float != nullptr);
    CHECK(kind.make_double != nullptr);
  }
  CHECK(find_attention_kind("") == nullptr);
  CHECK(find_attention_kind("dot") == nullptr);
  CHECK(AttentionConfig{}.kind == &attention_kinds().front());
  CHECK(AttentionConfig{}.kind == find_attention_kind("dot_product"));
}

// Parameters of the same name are the same, whatever else a network has.
void draw_by_name(EncoderModel& model) {
  for (const auto& entry : model.layout.entries()) {
    const auto drawn =
        testing::random_vector(entry.slice.size(), std::hash<std::string>{}(entry.name));
    std::transform(drawn.begin(), drawn.end(),
                   model.parameters.begin() + static_cast<std::ptrdiff_t>(entry.slice.offset),
                   [](double x) { return 0.3 * x; });
  }
}

// As in an update, where masks of dropout are asked for.
std::vector<double> readout_of(const AttentionConfig& attention) {
  EncoderConfig config;
  config.width = 8;
  config.heads = 2;
  config.self_attention_blocks = 1;
  config.attention = attention;
  EncoderModel model(config, {{"self", 3, 1}, {"food", 4, -1}, {"ray", 2, -1, true}});
  draw_by_name(model);
  Random random(5);
  RaggedSets<double> batch({{1, 17, 5}, {1, 3, 0}}, {3, 4, 2}, random);
  batch.give_motion(random);
  const std::vector<std::uint64_t> seeds = {1, 2};
  EntitySets<double> sets = batch.sets();
  sets.dropout_seeds = seeds.data();
  return model.readout(sets);
}

TEST_CASE("an option changes what comes out just where a kind's trait says so", "[nn]") {
  AttentionConfig config;
  config.kind = GENERATE(from_range(testing::every_attention_kind()));
  const std::vector<double> before = readout_of(config);
  for (const testing::AttentionOption& option : testing::attention_options()) {
    CAPTURE(config.kind->name, option.name);
    AttentionConfig changed = config;
    option.change(changed);
    const std::vector<double> after = readout_of(changed);
    double worst = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      worst = std::max(worst, std::abs(after[i] - before[i]));
    }
    if (config.kind->*option.has_effect) {
      CHECK(worst > 1e-6);
    } else {
      CHECK(after == before);
    }
  }
}

}  // namespace
}  // namespace saccade::nn
