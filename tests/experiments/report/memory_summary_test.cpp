// What is told of a memory that attends: by age, as of a layer.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/report/age_groups.h"
#include "experiments/report/attention_report.h"

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

// An agent that sees itself alone and remembers at most two steps.
AttentionWeights remembering(int entries, std::vector<float> weights) {
  AttentionWeights attention{.blocks = 1,
                             .heads = 1,
                             .ids = {0},
                             .types = {0},
                             .layers = {"block 1"},
                             .weights = {1},
                             .shown = {1},
                             .rollout = {1}};
  attention.memory = {.heads = 2, .length = 2, .entries = entries, .weights = std::move(weights)};
  return attention;
}

AttentionSummary summary_of(const std::vector<AttentionWeights>& decisions,
                            const std::string& prefix = "") {
  AttentionSummary summary({prefix + "self"}, {"block 1"}, 1, prefix);
  for (const AttentionWeights& weights : decisions) summary.add(weights);
  return summary;
}

AttentionSummary first_two_steps() {
  return summary_of({remembering(1, {1, 1}), remembering(2, {0.25F, 0.75F, 0.5F, 0.5F})});
}

}  // namespace

TEST_CASE("Ages are told one by one, older ones in groups that grow") {
  CHECK(age_groups(2) == std::vector<std::string>{"now", "1 step ago", "2 steps ago"});
  const std::vector<std::string> groups = age_groups(70);
  REQUIRE(groups.size() == 20);
  CHECK(groups[16] == "16 steps ago");
  CHECK(groups[17] == "17-32 steps ago");
  CHECK(groups[18] == "33-64 steps ago");
  CHECK(groups[19] == "65-70 steps ago");
  CHECK(age_groups(17).back() == "17 steps ago");
  for (const auto& [age, group] : std::vector<std::pair<int, int>>{{0, 0},
                                                                   {1, 1},
                                                                   {16, 16},
                                                                   {17, 17},
                                                                   {32, 17},
                                                                   {33, 18},
                                                                   {64, 18},
                                                                   {65, 19},
                                                                   {4096, 24}}) {
    INFO(age);
    CHECK(age_group(age) == group);
  }
  CHECK(static_cast<int>(age_groups(4096).size()) == age_group(4096) + 1);
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
  const AttentionSummary summary = summary_of({remembering(1, {1, 1})}, "hunter.");
  CHECK_THAT(to_csv(summary), Contains("\nmemory,2,hunter.now,1,1,1\n"));
}

TEST_CASE("Without a memory that attends nothing is told of it") {
  AttentionWeights without = remembering(0, {});
  without.memory = {};
  const AttentionSummary summary = summary_of({without});
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
