// From scores to weights: which are kept, and which are dropped.
#include "nn/attention/attention_softmax.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "nn/attention/attention_kinds.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

enum class Scores { kScattered, kTied, kZeros, kMostlyNever };

std::vector<double> make_scores(Scores kind, int n) {
  std::vector<double> scores = testing::random_vector(static_cast<std::size_t>(n), 3);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (kind == Scores::kTied) scores[i] = std::round(scores[i]);
    if (kind == Scores::kZeros) scores[i] = i % 3 == 1 ? scores[i] : (i % 2 == 0 ? -0.0 : 0.0);
    if (kind == Scores::kMostlyNever && i % 5 != 0) {
      scores[i] = -std::numeric_limits<double>::infinity();
    }
  }
  return scores;
}

// softmax of the k largest, the first among equals, by sorting.
template <class T>
std::vector<double> sorted_weights(const std::vector<T>& scores, int k) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  order.resize(std::min(order.size(), static_cast<std::size_t>(k)));
  std::vector<double> weights(scores.size(), 0.0);
  double sum = 0;
  for (const std::size_t i : order) {
    sum += weights[i] = std::exp(static_cast<double>(scores[i]) - scores[order[0]]);
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

TEMPLATE_TEST_CASE("top_k keeps the k largest scores, the first of equals", "[nn]", float, double) {
  const auto kind =
      GENERATE(Scores::kScattered, Scores::kTied, Scores::kZeros, Scores::kMostlyNever);
  const int n = GENERATE(1, 15, 16, 17, 300);
  const std::vector<double> drawn = make_scores(kind, n);
  const std::vector<TestType> scores(drawn.begin(), drawn.end());
  for (const int k : {1, 3, n - 1, n, n + 1}) {
    if (k == 0) continue;  // No choice: top_k keeps at least one.
    AttentionConfig config;
    config.kind = find_attention_kind("top_k");
    config.k = k;
    ParameterLayout layout;
    const AttentionSoftmax<TestType> softmax(config, 1, 0, "a", layout);
    std::vector<TestType> weights = scores;
    softmax.forward(nullptr, 0, nullptr, {0, 0, n}, weights.data());
    const std::vector<double> expected = sorted_weights(scores, k);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      CAPTURE(static_cast<int>(kind), n, k, i);
      CHECK((weights[i] > 0) == (expected[i] > 0));
      CHECK(weights[i] == Approx(expected[i]).epsilon(sizeof(TestType) == 4 ? 1e-5 : 1e-12));
    }
  }
}

constexpr int kKeys = 64;

// What is left of 64 ones.
std::vector<double> mask_of(int layer, int head, const QueryKeys& keys) {
  AttentionConfig config;
  config.dropout = 0.5F;
  ParameterLayout layout;
  const AttentionSoftmax<double> softmax(config, 2, layer, "a", layout);
  const std::int32_t offsets[] = {0, kKeys};
  const std::uint64_t seed = 4;
  const AttentionBatch<double> batch{1, offsets, offsets, {}, {}, nullptr, &seed};
  std::vector<double> mask(kKeys, 1.0);
  softmax.drop(batch, head, keys, mask.data(), mask.data());
  return mask;
}

TEST_CASE("layers, heads and queries have dropout masks of their own", "[nn]") {
  std::vector<std::vector<double>> masks;
  for (const int layer : {0, 1}) {
    for (const int head : {0, 1}) {
      for (const int query : {0, 1}) masks.push_back(mask_of(layer, head, {0, query, kKeys}));
    }
  }
  std::sort(masks.begin(), masks.end());
  CHECK(std::adjacent_find(masks.begin(), masks.end()) == masks.end());
}

TEST_CASE("a dropout mask belongs to the keys, listed or not", "[nn]") {
  const std::vector<double> all = mask_of(1, 1, {0, 1, kKeys});
  std::vector<std::int32_t> list(kKeys);
  std::iota(list.begin(), list.end(), 0);
  CHECK(mask_of(1, 1, {0, 1, kKeys, list.data()}) == all);
  const std::int32_t some[] = {3, 4, 9, 10, 31, 40, 62, 63};
  const std::vector<double> of_some = mask_of(1, 1, {0, 1, 8, some});
  for (std::size_t i = 0; i < 8; ++i) CHECK(of_some[i] == all[static_cast<std::size_t>(some[i])]);
}

}  // namespace
}  // namespace saccade::nn
