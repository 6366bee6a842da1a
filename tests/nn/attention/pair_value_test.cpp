// What pairs add to what a query mixes, against the equation written out (Shaw et al. 2018,
// equation 3).
#include "nn/geometry/pair_value.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "nn/attention/attention_kinds.h"
#include "nn/layers/entity_sets.h"
#include "support/attention_options.h"
#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using testing::random_vector;

constexpr int kWidth = 6, kHeads = 2, kHeadWidth = kWidth / kHeads;
constexpr int kSamples = 3;
// Queries and keys of three samples: none of either in one, more keys than a group of lanes.
const std::vector<std::int32_t> kQueries = {0, 4, 4, 6}, kKeys = {0, 3, 8, 30};

std::size_t index(int row, int columns, int column) {
  return static_cast<std::size_t>(row * columns + column);
}

/// Cross-attention of one kind: queries and keys are different tokens, some without a place.
struct Trial {
  AttentionConfig config;
  ParameterLayout layout;
  std::unique_ptr<Attention<double>> attention;
  std::vector<double> parameters;
  std::vector<double> query = random_vector(6 * kWidth, 1), key = random_vector(30 * kWidth, 2),
                      value = random_vector(30 * kWidth, 3);
  std::vector<double> query_motion = random_vector(6 * kMotionWidth, 4),
                      key_motion = random_vector(30 * kMotionWidth, 5);
  std::vector<std::int32_t> query_types = {0, 1, 0, 1, 2, 0}, key_types;
  Neighbours neighbours;
  AttentionScratch<double> scratch;

  explicit Trial(const AttentionKind* kind) {
    config.kind = kind;
    config.k = 3;
    config.pair_value = true;
    attention = make_attention<double>(config, {kWidth, kHeads, 0, "a"}, layout);
    parameters = random_vector(layout.size(), 6);
    for (int i = 0; i < 30; ++i) key_types.push_back(i % 3);
    key_motion[index(9, kMotionWidth, 0)] = std::numeric_limits<double>::quiet_NaN();
    key_motion[index(12, kMotionWidth, 3)] = std::numeric_limits<double>::quiet_NaN();
    neighbours.find(query_motion.data(), kQueries.data(), key_motion.data(), kKeys.data(), kSamples,
                    false, {4, 0});
  }

  AttentionBatch<double> batch() const {
    return {kSamples,
            kQueries.data(),
            kKeys.data(),
            {query_motion.data(), query_types.data()},
            {key_motion.data(), key_types.data()},
            config.kind->is_local ? &neighbours : nullptr,
            nullptr};
  }
  AttentionInput<double> in(const AttentionBatch<double>& batch) {
    return {parameters.data(), batch, query.data(), key.data(), value.data(), scratch};
  }
  std::vector<double> mixed() {
    std::vector<double> mixed(query.size());
    attention->forward(in(batch()), mixed.data());
    return mixed;
  }
  /// W [kPairFeatures x D]
  const double* pair_value() const {
    for (const auto& entry : layout.entries()) {
      if (entry.name != "a.pair_value.weight") continue;
      CHECK(entry.slice.rows == kPairFeatures);
      CHECK(entry.slice.cols == kWidth);
      return parameters.data() + entry.slice.offset;
    }
    FAIL("there is no a.pair_value.weight");
    return nullptr;
  }
};

// sum_j a_ij (v_j + g_ij W) of one query, all heads: [D].
std::vector<double> by_the_equation(const Trial& trial, int sample, int query,
                                    const std::vector<double>& weights) {
  const auto s = static_cast<std::size_t>(sample);
  const int keys = kKeys[s + 1] - kKeys[s], queries = kQueries[s + 1] - kQueries[s];
  std::vector<double> features(static_cast<std::size_t>(kPairFeatures * keys));
  pair_features(trial.batch(), {sample, query, keys}, features.data());
  std::vector<double> sum(kWidth);
  for (int column = 0; column < kWidth; ++column) {
    const int row = column / kHeadWidth * queries + query;  // Of the weights.
    for (int j = 0; j < keys; ++j) {
      double value = trial.value[index(kKeys[s] + j, kWidth, column)];
      for (int c = 0; c < kPairFeatures; ++c) {
        value += features[index(c, keys, j)] * trial.pair_value()[index(c, kWidth, column)];
      }
      sum[static_cast<std::size_t>(column)] += weights[index(row, keys, j)] * value;
    }
  }
  return sum;
}

TEST_CASE("with a pair value a query mixes v_j + g_ij W", "[nn]") {
  const auto* kind =
      GENERATE(from_range(testing::attention_kinds_with(&AttentionKind::scores_pairs)));
  CAPTURE(kind->name);
  Trial trial(kind);
  const std::vector<double> mixed = trial.mixed();
  for (int s = 0; s < kSamples; ++s) {
    const auto sample = static_cast<std::size_t>(s);
    const int queries = kQueries[sample + 1] - kQueries[sample];
    const int keys = kKeys[sample + 1] - kKeys[sample];
    std::vector<double> weights(static_cast<std::size_t>(kHeads * queries * keys));
    trial.attention->weights(trial.in(trial.batch()), s, weights.data());
    for (int i = 0; i < queries; ++i) {
      const std::vector<double> wanted = by_the_equation(trial, s, i, weights);
      for (int column = 0; column < kWidth; ++column) {
        CHECK(mixed[index(kQueries[sample] + i, kWidth, column)] ==
              Approx(wanted[static_cast<std::size_t>(column)]).epsilon(1e-10).margin(1e-12));
      }
    }
  }
}

TEST_CASE("a pair value and what it is added to have the gradients of central differences",
          "[nn]") {
  const auto* kind =
      GENERATE(from_range(testing::attention_kinds_with(&AttentionKind::scores_pairs)));
  CAPTURE(kind->name);
  Trial trial(kind);
  const auto d_mixed = random_vector(trial.query.size(), 7);
  const auto loss = [&] {
    const std::vector<double> mixed = trial.mixed();
    return std::inner_product(mixed.begin(), mixed.end(), d_mixed.begin(), 0.0);
  };
  const std::vector<double> mixed = trial.mixed();
  std::vector<double> d_query(trial.query.size()), d_key(trial.key.size()),
      d_value(trial.value.size()), gradient(trial.parameters.size());
  trial.attention->backward(trial.in(trial.batch()), mixed.data(), d_mixed.data(),
                            {d_query.data(), d_key.data(), d_value.data()}, gradient.data());
  testing::check_slopes(loss, trial.parameters, gradient, trial.layout);
  testing::check_gradient(loss, trial.query, d_query);
  testing::check_gradient(loss, trial.key, d_key);
  testing::check_gradient(loss, trial.value, d_value);
}

TEST_CASE("a pair value begins at 0", "[nn]") {
  const auto* kind =
      GENERATE(from_range(testing::attention_kinds_with(&AttentionKind::scores_pairs)));
  Trial trial(kind);
  Random random(1);
  trial.attention->initialise(trial.parameters.data(), random);
  for (int i = 0; i < kPairFeatures * kWidth; ++i) CHECK(trial.pair_value()[i] == 0);
}

}  // namespace
}  // namespace saccade::nn
