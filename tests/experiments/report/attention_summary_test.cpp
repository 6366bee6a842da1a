#include "experiments/report/attention_summary.h"

#include "experiments/report/attention_report.h"

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
          .layers = {"block 1"},
          .weights = {0, 1, 0, third, third, third},
          .shown = {1, 1, 1},
          .rollout = {0.5F, 0.375F, 0.125F}};
}

// One head that crosses to three rays and a patch, then a block over the entities.
AttentionWeights with_sensors() {
  return {.blocks = 2,
          .heads = 1,
          .ids = {0, kNoEntity, kNoEntity, kNoEntity, kNoEntity},
          .types = {0, 1, 1, 1, 2},
          .layers = {"cross", "block 1"},
          .weights = {0, 0.5F, 0.25F, 0, 0.25F, 1, 0, 0, 0, 0},
          .shown = {0, 1, 1, 1, 1, 1, 0, 0, 0, 0},
          .rollout = {0.5F, 0.25F, 0.125F, 0, 0.125F}};
}

// The same agent when its sensors gave nothing.
AttentionWeights without_sensors() {
  return {.blocks = 2,
          .heads = 1,
          .ids = {0},
          .types = {0},
          .layers = {"cross", "block 1"},
          .weights = {0, 1},
          .shown = {0, 1},
          .rollout = {1}};
}

AttentionSummary sensor_summary(const std::vector<AttentionWeights>& decisions) {
  AttentionSummary summary({"self", "lidar", "view"}, {"cross", "block 1"}, 1);
  for (const AttentionWeights& weights : decisions) summary.add(weights);
  return summary;
}

AttentionSummary summary_of(const std::vector<AttentionWeights>& decisions) {
  AttentionSummary summary({"self", "food", "hunter"}, {"block 1"}, 2);
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
  alone.shown = {1};
  alone.rollout = {1};
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
  CHECK_THAT(csv, Contains("layer,head,type,mean_count,share,focus\n"));
  CHECK_THAT(csv, Contains("\nblock 1,1,food,2,1,1.5\n"));
  CHECK_THAT(csv, Contains("\nrollout,,food,2,0.5,0.75\n"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 2 * 3 + 3);
}

TEST_CASE("The rollout is summed per type and compared with even attention") {
  const AttentionSummary summary = summary_of({two_heads()});
  CHECK(summary.rollout(0).share == Approx(0.5));
  CHECK(summary.rollout(1).share == Approx(0.5));
  CHECK(summary.rollout(1).focus == Approx(0.75));
  CHECK(summary.rollout(2).share == 0);
}

TEST_CASE("Rays and patches are types like others, and keep their place") {
  const AttentionSummary summary = sensor_summary({with_sensors()});
  CHECK(summary.attention(0, 0, 1).share == Approx(0.75));
  CHECK(summary.attention(1, 0, 0).share == Approx(1));
  const auto top = summary.top_readings(2);
  REQUIRE(top.size() == 2);
  CHECK(top[0].name == "lidar 0");
  CHECK(top[0].share == Approx(0.25));
  CHECK(top[1].name == "lidar 1");
  CHECK(summary.top_readings(9).size() == 4);
  CHECK(summary_of({two_heads()}).top_readings(9).empty());
}

TEST_CASE("A layer is compared with even attention to what it shows") {
  const AttentionSummary summary = sensor_summary({with_sensors()});
  CHECK(summary.attention(0, 0, 1).focus == Approx(1));  // Three of the four readings.
  CHECK(summary.attention(1, 0, 0).focus == Approx(1));  // The agent is the only entity.
  CHECK(summary.rollout(0).focus == Approx(2.5));        // One of five tokens.
  CHECK_FALSE(summary.shows(0, 0));
  CHECK(summary.shows(0, 2));
  CHECK_FALSE(summary.shows(1, 1));
}

TEST_CASE("What a layer shows is told even if the agent looks at none of it") {
  AttentionWeights joint = with_sensors();
  joint.weights = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0};  // No ray was in reach of the cross-attention.
  joint.shown = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const AttentionSummary summary = sensor_summary({joint});
  CHECK_FALSE(summary.shows(0, 0));
  CHECK(summary.shows(0, 1));
  CHECK(summary.shows(1, 1));
  CHECK(summary.attention(1, 0, 0).focus == Approx(5));
  CHECK(summary.attention(1, 0, 1).share == 0);
  CHECK(summary.attention(1, 0, 1).focus == 0);
  CHECK_THAT(to_text(summary), Contains("lidar                3.00     0.0%   0.00x"));
}

TEST_CASE("Where a layer had nothing to see it adds nothing") {
  const AttentionSummary summary = sensor_summary({with_sensors(), without_sensors()});
  CHECK(summary.attention(0, 0, 1).share == Approx(0.375));
  CHECK(summary.spread(0, 0) == Approx(std::exp(1.5 * std::log(2)) / 2));
  CHECK(summary.mean_count(1) == Approx(1.5));
  CHECK(summary.rollout(0).share == Approx(0.75));
  CHECK(summary.top_readings(1)[0].share == Approx(0.125));
}

TEST_CASE("Each layer is told by its name, then the rollout") {
  const AttentionSummary summary = sensor_summary({with_sensors()});
  const std::string text = to_text(summary);
  for (const char* part : {"cross", "block 1", "rollout", "lidar 0 25.0%, lidar 1 12.5%"}) {
    CHECK_THAT(text, Contains(part));
  }
  const nlohmann::ordered_json json = to_json(summary);
  CHECK(json["blocks"][0]["layer"] == "cross");
  CHECK(json["blocks"][1]["layer"] == "block 1");
  CHECK(json["rollout"]["share"]["view"] == Approx(0.125));
  CHECK(json["rollout"]["readings"][0]["name"] == "lidar 0");
}
