#include "experiments/run/evaluation_report.h"

#include <cmath>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

EnvironmentSpec berry_spec() {
  EnvironmentSpec spec;
  spec.id = "berries";
  spec.outcomes = {"success", "timeout"};
  spec.counts = {"berries_eaten"};
  return spec;
}

Evaluation three_episodes() {
  Evaluation evaluation;
  evaluation.episodes = {
      {.seed = 5, .length = 10, .returns = {1.0, 3.0}, .outcome = 0, .counts = {4}},
      {.seed = 6, .length = 20, .returns = {4.0, 4.0}, .outcome = 1, .counts = {0}},
      {.seed = 7, .length = 30, .returns = {6.0, 6.0}, .outcome = -1, .counts = {5}}};
  evaluation.steps = 60;
  evaluation.seconds = 0.5;
  return evaluation;
}

}  // namespace

TEST_CASE("A report averages returns over agents and episodes") {
  const EvaluationReport report = make_report(berry_spec(), three_episodes(), 5);
  CHECK(report.episodes == 3);
  CHECK(report.return_mean == Approx(4));
  CHECK(report.return_std == Approx(2));
  CHECK(report.return_min == Approx(2));
  CHECK(report.return_max == Approx(6));
  CHECK(report.return_ci95[0] == Approx(4 - 1.96 * 2 / std::sqrt(3.0)));
  CHECK(report.return_ci95[1] == Approx(4 + 1.96 * 2 / std::sqrt(3.0)));
  CHECK(report.length_mean == Approx(20));
  CHECK(report.steps_per_second == Approx(120));
}

TEST_CASE("A report counts outcomes and averages counts") {
  const EvaluationReport report = make_report(berry_spec(), three_episodes(), 5);
  CHECK(report.outcomes ==
        std::vector<std::pair<std::string, int>>{{"success", 1}, {"timeout", 1}});
  REQUIRE(report.counts.size() == 1);
  CHECK(report.counts[0].second == Approx(3));
}

TEST_CASE("One episode has no spread") {
  Evaluation evaluation = three_episodes();
  evaluation.episodes.resize(1);
  const EvaluationReport report = make_report(berry_spec(), evaluation, 5);
  CHECK(report.return_std == 0);
  CHECK(report.return_ci95[0] == report.return_ci95[1]);
}

TEST_CASE("The report's JSON holds the fields that scripts rely on, in order") {
  const nlohmann::ordered_json json = to_json(make_report(berry_spec(), three_episodes(), 5));
  std::vector<std::string> keys;
  for (const auto& item : json.items()) keys.push_back(item.key());
  CHECK(keys == std::vector<std::string>{"env", "episodes", "seed", "return_mean", "return_std",
                                         "return_min", "return_max", "return_ci95", "length_mean",
                                         "outcomes", "counts", "steps_per_second", "per_episode"});
  CHECK(json["outcomes"]["success"] == 1);
  CHECK(json["counts"]["berries_eaten"] == Approx(3.0));
  CHECK(json["return_ci95"].size() == 2);
}

TEST_CASE("The report's JSON tells of each episode, in the order of seeds") {
  const nlohmann::ordered_json json = to_json(make_report(berry_spec(), three_episodes(), 5));
  const nlohmann::ordered_json& episodes = json["per_episode"];
  REQUIRE(episodes.size() == 3);
  CHECK(
      episodes[0].dump() ==
      R"({"seed":5,"return":2.0,"length":10,"outcome":"success","counts":{"berries_eaten":4.0}})");
  CHECK(episodes[1]["outcome"] == "timeout");
  CHECK(episodes[2]["outcome"].is_null());
  CHECK(episodes[2]["seed"] == 7);
}

TEST_CASE("Without named outcomes and counts the report has none") {
  EnvironmentSpec spec = berry_spec();
  spec.outcomes.clear();
  spec.counts.clear();
  Evaluation evaluation = three_episodes();
  for (EpisodeSummary& episode : evaluation.episodes) {
    episode.outcome = -1;
    episode.counts.clear();
  }
  const nlohmann::ordered_json json = to_json(make_report(spec, evaluation, 5));
  CHECK_FALSE(json.contains("outcomes"));
  CHECK_FALSE(json.contains("counts"));
  CHECK(json["per_episode"][0].dump() ==
        R"({"seed":5,"return":2.0,"length":10,"outcome":null,"counts":{}})");
}

TEST_CASE("The report reads well") {
  const std::string text = to_text(make_report(berry_spec(), three_episodes(), 5));
  CHECK_THAT(text, Contains("4.00 +- 2.00"));
  CHECK_THAT(text, Contains("timeout: 1 of 3"));
  CHECK_THAT(text, Contains("berries_eaten: 3.00 per episode"));
}
