// Attention by additive scores (Bahdanau et al. 2015) against the same computed plainly.
#include <catch2/catch.hpp>
#include <cmath>

#include "nn/attention/attention_kinds.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

constexpr int kWidth = 6, kHeads = 2, kHeadWidth = kWidth / kHeads;

struct Tokens {
  int n;
  std::vector<double> query, key, value;

  explicit Tokens(int count)
      : n(count),
        query(testing::random_vector(static_cast<std::size_t>(count * kWidth), 1)),
        key(testing::random_vector(static_cast<std::size_t>(count * kWidth), 2)),
        value(testing::random_vector(static_cast<std::size_t>(count * kWidth), 3)) {}
};

double entry(const std::vector<double>& matrix, int row, int head, int c) {
  return matrix[static_cast<std::size_t>(row * kWidth + head * kHeadWidth + c)];
}

// softmax_j(sum_c v_c tanh(q_ic + k_jc))
std::vector<double> plain_weights(const std::vector<double>& v, const Tokens& tokens, int head,
                                  int i) {
  std::vector<double> weights;
  double sum = 0;
  for (int j = 0; j < tokens.n; ++j) {
    double score = 0;
    for (int c = 0; c < kHeadWidth; ++c) {
      score += entry(v, 0, head, c) *
               std::tanh(entry(tokens.query, i, head, c) + entry(tokens.key, j, head, c));
    }
    sum += weights.emplace_back(std::exp(score));
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

TEST_CASE("additive attention equals its equation", "[nn]") {
  const Tokens tokens(GENERATE(5, 19));
  ParameterLayout layout;
  const auto attention = make_attention<double>({.kind = find_attention_kind("additive")},
                                                {kWidth, kHeads, 0, "a"}, layout);
  const auto v = testing::random_vector(layout.size(), 4);
  const std::int32_t offsets[] = {0, tokens.n};
  const AttentionBatch<double> batch{1, offsets, offsets};
  AttentionScratch<double> scratch;
  const AttentionInput<double> in{
      v.data(), batch, tokens.query.data(), tokens.key.data(), tokens.value.data(), scratch};
  std::vector<double> mixed(tokens.query.size());
  std::vector<double> weights(static_cast<std::size_t>(kHeads * tokens.n * tokens.n));
  attention->forward(in, mixed.data());
  attention->weights(in, 0, weights.data());
  for (int h = 0; h < kHeads; ++h) {
    for (int i = 0; i < tokens.n; ++i) {
      const std::vector<double> expected = plain_weights(v, tokens, h, i);
      std::vector<double> sum(kHeadWidth, 0.0);
      for (int j = 0; j < tokens.n; ++j) {
        const double weight = expected[static_cast<std::size_t>(j)];
        CHECK(weights[static_cast<std::size_t>((h * tokens.n + i) * tokens.n + j)] ==
              Approx(weight).epsilon(1e-12));
        for (int c = 0; c < kHeadWidth; ++c) {
          sum[static_cast<std::size_t>(c)] += weight * entry(tokens.value, j, h, c);
        }
      }
      for (int c = 0; c < kHeadWidth; ++c) {
        CHECK(entry(mixed, i, h, c) ==
              Approx(sum[static_cast<std::size_t>(c)]).epsilon(1e-11).margin(1e-13));
      }
    }
  }
}

}  // namespace
}  // namespace saccade::nn
