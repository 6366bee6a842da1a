#include "experiments/attention/attention_summary.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "experiments/attention/attention_report.h"
#include "experiments/attention/attentive_decisions.h"

using namespace saccade;
using Catch::Matchers::Contains;
using testing::first_two_steps;
using testing::sensor_summary;
using testing::summary_of;
using testing::two_heads;
using testing::with_sensors;
using testing::without_sensors;

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

TEST_CASE("The shares of a memory are averaged by age, and sum to one for each head") {
  const AttentionSummary summary = first_two_steps();
  REQUIRE(summary.memory() != nullptr);
  const AttentionSummary& memory = *summary.memory();
  CHECK(memory.decisions() == 2);
  CHECK(memory.heads() == 2);
  CHECK(memory.attention(0, 0, 0).share == Approx(0.875));
  CHECK(memory.attention(0, 0, 1).share == Approx(0.125));
  CHECK(memory.attention(0, 1, 1).share == Approx(0.25));
  CHECK(memory.attention(0, 0, 1).focus == Approx(0.5));
  CHECK(memory.attention(0, 0, 2).share == 0);
  CHECK(memory.mean_count(0) == Approx(1));
  CHECK(memory.mean_count(1) == Approx(0.5));
  CHECK(memory.mean_count(2) == Approx(0));
}
