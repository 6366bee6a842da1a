#include "nn/encoders/attention_map.h"

#include <catch2/catch.hpp>

namespace saccade::nn {
namespace {

TEST_CASE("rollout is the product of the layers' mixings, half of each token passing by", "[nn]") {
  // Two heads over two tokens, mean [[0.5, 0.5], [0, 1]]; then the agent reads both.
  const AttentionMap first{"block 1", 2, {0, 1}, {0, 1}, {1, 0, 0, 1, 0, 1, 0, 1}};
  const AttentionMap last{"block 2", 1, {0}, {0, 1}, {0.2F, 0.8F}};
  // A1 = [[0.75, 0.25], [0, 1]], the last row (0.2 + 1, 0.8) / 2 = (0.6, 0.4).
  const std::vector<float> share = attention_rollout({first, last}, 2);
  REQUIRE(share.size() == 2);
  CHECK(share[0] == Approx(0.6 * 0.75));
  CHECK(share[1] == Approx(0.6 * 0.25 + 0.4));
}

TEST_CASE("rollout follows cross-attention to the sensors' tokens", "[nn]") {
  const AttentionMap cross{"cross", 1, {0, 1}, {2, 3}, {0.5F, 0.5F, 1, 0}};
  const AttentionMap last{"block 1", 1, {0}, {0, 1}, {0, 1}};
  const std::vector<float> share = attention_rollout({cross, last}, 4);
  CHECK(share[0] == Approx(0.25));
  CHECK(share[1] == Approx(0.25));
  CHECK(share[2] == Approx(0.25 * 0.5 + 0.25 * 1));
  CHECK(share[3] == Approx(0.25 * 0.5));
}

TEST_CASE("a layer without keys lets every token pass", "[nn]") {
  const AttentionMap cross{"cross", 2, {0, 1}, {}, {}};
  CHECK(attention_rollout({cross}, 2) == std::vector<float>{1, 0});
}

TEST_CASE("a query that weighs none of the keys passes whole", "[nn]") {
  const AttentionMap cross{"cross", 2, {0, 1}, {2, 3}, std::vector<float>(8)};
  CHECK(attention_rollout({cross}, 4) == std::vector<float>{1, 0, 0, 0});
  // One head of two weighs nothing: only a quarter of the token moves on.
  const AttentionMap half{"cross", 2, {0}, {1, 2}, {0.5F, 0.5F, 0, 0}};
  CHECK(attention_rollout({half}, 3) == std::vector<float>{0.75F, 0.125F, 0.125F});
}

}  // namespace
}  // namespace saccade::nn
