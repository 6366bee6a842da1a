// Exports name what they cannot compute, and can compute all that there is.
#include "experiments/export/known_kinds.h"

#include <catch2/catch.hpp>

#include "agents/heads/continuous/continuous_kinds.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"

using namespace saccade;
using Catch::Matchers::Contains;

TEST_CASE("Every kind is one that exports compute") {
  PolicyConfig config;
  for (const nn::AttentionKind& kind : nn::attention_kinds()) {
    config.encoder.attention.kind = &kind;
    CHECK_NOTHROW(check_known_kinds(config, "--onnx"));
  }
  for (const nn::MemoryKind& kind : nn::memory_kinds()) {
    config.memory.kind = &kind;
    CHECK_NOTHROW(check_known_kinds(config, "--onnx"));
  }
  for (const ContinuousKind& kind : continuous_kinds()) {
    config.heads.continuous.distribution = &kind;
    CHECK_NOTHROW(check_known_kinds(config, "--onnx"));
  }
}

TEST_CASE("A kind that no export computes is refused by its name") {
  PolicyConfig config;
  nn::AttentionKind kind = *config.encoder.attention.kind;
  kind.name = "spiral";
  config.encoder.attention.kind = &kind;
  CHECK_THROWS_WITH(check_known_kinds(config, "--onnx"),
                    Contains("--onnx: policy.attention.kind: found the kind spiral, wanted one of "
                             "dot_product, additive"));
}
