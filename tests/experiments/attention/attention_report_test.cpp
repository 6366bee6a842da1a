#include "experiments/attention/attention_report.h"

#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/attention/attentive_decisions.h"

using namespace saccade;
using Catch::Matchers::Contains;
using testing::first_two_steps;
using testing::memory_summary_of;
using testing::remembering;
using testing::sensor_summary;
using testing::summary_of;
using testing::two_heads;
using testing::with_sensors;

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

TEST_CASE("A memory is told as a layer of ages in table, JSON and CSV") {
  const AttentionSummary summary = first_two_steps();
  const std::string text = to_text(summary);
  CHECK_THAT(text, Contains("memory               held           head 1           head 2"));
  CHECK_THAT(text, Contains("1 step ago           0.50    12.5%   0.50x    25.0%   1.00x"));
  CHECK_THAT(text, Contains("steps attended to") && Contains("how long ago they were"));
  const nlohmann::ordered_json json = to_json(summary);
  CHECK(json["memory"]["layer"] == "memory");
  CHECK(json["memory"]["ages"].size() == 3);
  CHECK(json["memory"]["ages"][1]["name"] == "1 step ago");
  CHECK(json["memory"]["ages"][1]["mean_count"] == Approx(0.5));
  CHECK(json["memory"]["heads"][1]["share"]["now"] == Approx(0.75));
  const std::string csv = to_csv(summary);
  CHECK_THAT(csv, Contains("\nmemory,1,1 step ago,0.5,0.125,0.5\n"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 1 + 1 + 2 * 3);
}

TEST_CASE("Ages begin with the name of the kind where types do") {
  const AttentionSummary summary = memory_summary_of({remembering(1, {1, 1})}, "hunter.");
  CHECK_THAT(to_csv(summary), Contains("\nmemory,2,hunter.now,1,1,1\n"));
}

TEST_CASE("Without a memory that attends nothing is told of it") {
  AttentionWeights without = remembering(0, {});
  without.memory = {};
  const AttentionSummary summary = memory_summary_of({without});
  CHECK(summary.memory() == nullptr);
  CHECK_FALSE(to_json(summary).contains("memory"));
  CHECK(to_text(summary).find("emory") == std::string::npos);
  CHECK(to_csv(summary).find("memory") == std::string::npos);
}

TEST_CASE("A memory behind an encoder that does not attend is told alone") {
  AttentionWeights pooled = remembering(1, {1, 1});
  pooled.blocks = pooled.heads = 0;
  pooled.layers.clear();
  pooled.weights.clear();
  pooled.shown.clear();
  pooled.rollout.clear();
  AttentionSummary summary({"self"}, {}, 0);
  summary.add(pooled);
  const nlohmann::ordered_json json = to_json(summary);
  CHECK(json["blocks"].empty());
  CHECK_FALSE(json.contains("rollout"));
  CHECK(json["memory"]["heads"][0]["share"]["now"] == 1.0);
  CHECK(to_text(summary).find("ollout") == std::string::npos);
  CHECK_THAT(to_text(summary), Contains("memory"));
}
