// Spaces and configurations of which no network can be made.
#include "agents/policy/network_checks.h"

#include <catch2/catch.hpp>

#include "agents/policy/policy_network.h"

namespace saccade {
namespace {

const ObservationSpace kSpace = {
    {{"self", {"a", "b", "c"}, 1}, {"food", {"a", "b", "c", "d"}}, {"wall", {"a", "b"}}}};
const ActionSpace kActions = {{CategoricalHead{"move", {"left", "stay", "right"}, true},
                               SelectEntityHead{"pick", {2, 1}, true}}};

TEST_CASE("spaces and configurations that do not fit are refused by name") {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2};
  SECTION("heads that do not divide the width") {
    config.encoder.heads = 3;
    CHECK_THROWS_WITH(
        PolicyNetwork<float>(kSpace, kActions, config),
        Catch::Contains("policy.attention.heads: found 3, wanted a divisor of the width 8"));
  }
  SECTION("a flat encoder for varying counts") {
    config.encoder.kind = nn::EncoderKind::kMlp;
    CHECK_THROWS_WITH(PolicyNetwork<float>(kSpace, kActions, config),
                      Catch::StartsWith("policy.encoder mlp: ") && Catch::Contains("'food'") &&
                          Catch::Contains("--set policy.encoder=attention"));
  }
  SECTION("a flat encoder for a head that selects an entity") {
    config.encoder.kind = nn::EncoderKind::kMlp;
    const ObservationSpace fixed = {{{"self", {"x"}, 1}, {"door", {"x"}, 3}}};
    const ActionSpace actions = {{SelectEntityHead{"pick", {1}}}};
    CHECK_THROWS_WITH(
        PolicyNetwork<float>(fixed, actions, config),
        Catch::Contains("'pick'") && Catch::Contains("--set policy.encoder=attention"));
  }
  SECTION("a ratio of hidden widths where none is used") {
    config.encoder.kind = nn::EncoderKind::kMlp;
    config.encoder.mlp_ratio = 3;
    CHECK_THROWS_WITH(PolicyNetwork<float>({{{"self", {"x"}, 1}}}, kActions, config),
                      Catch::Contains("policy.mlp_ratio: found 3, wanted 2: the hidden layer of"));
  }
  SECTION("an embedding where none is made") {
    config.encoder.kind = nn::EncoderKind::kMlp;
    config.encoder.embedding = nn::EmbeddingKind::kMlp;
    CHECK_THROWS_WITH(PolicyNetwork<float>({{{"self", {"x"}, 1}}}, kActions, config),
                      Catch::Contains("policy.embedding: found mlp, wanted linear: the encoder"));
  }
  SECTION("a head that selects among types that do not exist") {
    const ActionSpace actions = {{SelectEntityHead{"pick", {7}}}};
    CHECK_THROWS_WITH(PolicyNetwork<float>(kSpace, actions, config),
                      Catch::Contains("'pick': found entity type 7, wanted 0 to 2"));
  }
}

}  // namespace
}  // namespace saccade
