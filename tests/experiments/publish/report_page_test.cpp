#include "experiments/publish/report_page.h"

#include <catch2/catch.hpp>

#include "experiments/plot/markup_check.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::markup_fault;
using saccade::testing::occurrences;

namespace {

RunReport small_report() {
  RunReport report;
  report.folder = "runs/forage-1";
  report.settings = {{"algorithm", "\"ppo\"", "\"ppo\""},
                     {"env.id", "\"forage\"", "\"forage\""},
                     {"optimiser.learning_rate", "0.1", "0.001"},
                     {"seed", "7", "1"},
                     {"steps", "300", "1000000"}};
  report.metrics = parse_log_table(
      "step,wall_seconds,episodes,return_mean,length_mean,policy_loss,new <column>\n"
      "100,1,0,,,0.5,1\n200,2,4,1.5,30,0.25,2\n300,65,8,2.5,30,0.125,3\n");
  report.evaluations = parse_log_table(
      "step,wall_seconds,episodes,return_mean,return_std,return_min,return_max,length_mean,"
      "outcome.won,outcome.lost,count.food\n"
      "100,1,20,3,1,1,5,30,15,5,2\n200,2,20,3,1,1,5,30,10,10,3\n300,65,20,2,1,1,5,30,5,15,4\n");
  report.summary = nlohmann::ordered_json::parse(
      R"({"env": "forage", "steps": 300, "version": "1.2", "processor": "Some <CPU>",
          "best_evaluation": {"step": 200}})");
  return report;
}

void check_page(const std::string& html) {
  CHECK(markup_fault(html).empty());
  CHECK_THAT(html, !Contains("http:") && !Contains("https:") && !Contains("<script"));
}

}  // namespace

TEST_CASE("The page of a run tells what it learned and how") {
  const std::string html = report_page(small_report());
  check_page(html);
  CHECK_THAT(html,
             Contains("forage with ppo, seed 7") && Contains("Environment steps of 300, finished"));
  CHECK_THAT(html, Contains("1 min 5 s") && Contains("Learning curves"));
  CHECK_THAT(
      html,
      Contains("Best evaluation: mean return of 20 episodes (standard deviation 1), step 200"));
  CHECK_THAT(html, Contains(">won</text>") && Contains(">lost</text>") && Contains(">food<"));
  CHECK_THAT(html, Contains("<td>optimiser.learning_rate</td><td>0.1</td><td>0.001</td>"));
  CHECK_THAT(html, !Contains("<td>algorithm</td>") && Contains("<dt>algorithm</dt>"));
  CHECK_THAT(html, Contains("Some &lt;CPU&gt;") && Contains("1.2"));
  CHECK_THAT(html, Contains("policy_loss") && Contains("new &lt;column&gt;"));
  CHECK(report_page(small_report()) == html);
}

TEST_CASE("A run without evaluations, or without anything yet, has a page") {
  RunReport report = small_report();
  report.evaluations = {};
  check_page(report_page(report));
  CHECK_THAT(report_page(report), !Contains("Best evaluation") && !Contains("What happens"));
  report.metrics = parse_log_table("step,wall_seconds,episodes,return_mean\n");
  report.summary = {};
  check_page(report_page(report));
  CHECK_THAT(report_page(report),
             Contains("no data") && Contains("Environment steps of 300, still in training"));
  check_page(report_page({}));
}

TEST_CASE("The page says how a run ended") {
  RunReport report = small_report();
  report.settings.back().value = "500";
  CHECK_THAT(report_page(report), Contains("Environment steps of 500, ended early"));
  for (const auto& [ended, text] :
       {std::pair{"time", "its time was up"}, std::pair{"interrupted", "interrupted"},
        std::pair{"failed", "by an error"}, std::pair{"threshold", "eval.stop_return"}}) {
    report.summary["ended"] = ended;
    CHECK_THAT(report_page(report), Contains(text));
  }
  report.summary["steps"] = 200;
  CHECK_THAT(report_page(report), !Contains("still in training"));
  report.summary["steps"] = 100;
  CHECK_THAT(report_page(report), Contains("still in training or killed"));
}

TEST_CASE("Kinds of agents have a plot of their own") {
  RunReport report = small_report();
  CHECK_THAT(report_page(report), !Contains("By kind of agents"));
  report.evaluations = parse_log_table(
      "step,episodes,return_mean,return_std,scout.return_mean,<b>.return_mean\n1,2,3,4,5,6\n");
  check_page(report_page(report));
  CHECK_THAT(report_page(report), Contains("By kind of agents") && Contains(">scout</text>") &&
                                      Contains("&lt;b&gt;</text>"));
}

TEST_CASE("One outcome alone is said rather than drawn") {
  RunReport report = small_report();
  report.evaluations = parse_log_table(
      "step,episodes,return_mean,outcome.timeout,outcome.won\n1,2,3,2,0\n2,2,3,2,0\n");
  CHECK_THAT(report_page(report),
             Contains("Every episode of every evaluation ended as &#39;timeout&#39;."));
}

TEST_CASE("A small file cannot make an enormous page") {
  RunReport report = small_report();
  const nlohmann::ordered_json many = std::vector<nlohmann::ordered_json>(2000, {{"name", "x"}});
  report.explanation["types"] = many;
  report.explanation["blocks"] =
      std::vector<nlohmann::ordered_json>(100, {{"layer", "x"}, {"heads", many}});
  CHECK(report_page(report).size() < 4'000'000);
  std::string log = "step";
  for (int column = 0; column < 5000; ++column) log += ",c" + std::to_string(column);
  report.explanation = nullptr;
  report.metrics = parse_log_table(log + "\n");
  CHECK(report_page(report).size() < 1'000'000);
}

TEST_CASE("The page shows a film and what explain found, whatever stands in its file") {
  RunReport report = small_report();
  report.film = RunFilm{"play.gif", "image/gif", "GIF89a"};
  report.explanation = nlohmann::ordered_json::parse(R"({
    "step": 300, "episodes": 20, "types": [{"name": "food", "mean_count": 3.5}, {"name": "<x>"}],
    "blocks": [{"layer": "cross", "heads": [{"share": {"food": 0.75}, "focus": {"food": 1.5}}]}],
    "rollout": {"share": {"food": 0.6, "<x>": 0.4}, "focus": {"food": 1.2, "<x>": 0.8}}})");
  const std::string html = report_page(report);
  check_page(html);
  CHECK_THAT(html, Contains("data:image/gif;base64,R0lGODlh") && Contains("play.gif"));
  CHECK_THAT(html, Contains("Layer: cross") && Contains("75.0%") && Contains("60.0%"));
  CHECK(occurrences(html, "What the policy attends to") == 2);  // The list, and the heading.
  for (const char* odd :
       {"{}", R"({"types": 3, "blocks": {"a": 1}, "rollout": []})",
        R"({"kinds": {"<a>": {"types": [1, null], "blocks": [[], {"heads": 1}]}}})",
        R"({"types": [{"name": 5}], "blocks": [{"heads": [7]}], "step": "x"})"}) {
    INFO(odd);
    report.explanation = nlohmann::ordered_json::parse(odd);
    check_page(report_page(report));
  }
}
