#include "experiments/play/attention_summary.h"

#include <cmath>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

// Two heads over self and two foods: one looks at the first food alone, the other evenly.
AttentionWeights two_heads() {
  const float third = 1.0F / 3;
  return {.blocks = 1,
          .heads = 2,
          .ids = {0, 4, 9},
          .types = {0, 1, 1},
          .weights = {0, 1, 0, third, third, third}};
}

AttentionSummary summary_of(const std::vector<AttentionWeights>& decisions) {
  AttentionSummary summary({"self", "food", "hunter"}, 1, 2);
  for (const AttentionWeights& weights : decisions) summary.add(weights);
  return summary;
}

}  // namespace

TEST_CASE("Attention is summed per entity type") {
  const AttentionSummary summary = summary_of({two_heads()});
  CHECK(summary.attention(0, 0, 1).share == Approx(1));
  CHECK(summary.attention(0, 1, 1).share == Approx(2.0 / 3));
  CHECK(summary.attention(0, 1, 0).share == Approx(1.0 / 3));
  CHECK(summary.mean_count(1) == Approx(2));
}

TEST_CASE("Focus compares with even attention") {
  const AttentionSummary summary = summary_of({two_heads()});
  CHECK(summary.attention(0, 0, 1).focus == Approx(1.5));
  CHECK(summary.attention(0, 0, 0).focus == Approx(0).margin(1e-9));
  CHECK(summary.attention(0, 1, 1).focus == Approx(1));
}

TEST_CASE("Spread is the number of entities that a head looks at") {
  const AttentionSummary summary = summary_of({two_heads()});
  CHECK(summary.spread(0, 0) == Approx(1));
  CHECK(summary.spread(0, 1) == Approx(3));
}

TEST_CASE("A type that is never seen gets no attention and no focus") {
  const AttentionSummary summary = summary_of({two_heads()});
  CHECK(summary.attention(0, 0, 2).share == 0);
  CHECK(summary.attention(0, 0, 2).focus == 0);
}

TEST_CASE("Decisions with different numbers of entities are averaged") {
  AttentionWeights alone{.blocks = 1, .heads = 2, .ids = {0}, .types = {0}, .weights = {1, 1}};
  const AttentionSummary summary = summary_of({two_heads(), alone});
  CHECK(summary.decisions() == 2);
  CHECK(summary.attention(0, 0, 1).share == Approx(0.5));
  CHECK(summary.attention(0, 0, 0).share == Approx(0.5));
  CHECK(summary.mean_count(1) == Approx(1));
  CHECK(summary.spread(0, 1) == Approx(2));
}

TEST_CASE("A summary is told as table, JSON and CSV") {
  const AttentionSummary summary = summary_of({two_heads()});
  CHECK_THAT(to_text(summary), Contains("head 2"));
  CHECK_THAT(to_text(summary), Contains("66.7%"));
  const nlohmann::ordered_json json = to_json(summary);
  CHECK(json["blocks"][0]["heads"][0]["share"]["food"] == Approx(1.0));
  CHECK(json["types"][1]["mean_count"] == Approx(2.0));
  const std::string csv = to_csv(summary);
  CHECK_THAT(csv, Contains("block,head,type,mean_count,share,focus\n"));
  CHECK_THAT(csv, Contains("\n1,1,food,2,1,1.5\n"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 2 * 3);
}
