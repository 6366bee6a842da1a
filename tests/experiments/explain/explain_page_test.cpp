// What is made of an explanation: a page, JSON and CSV files.
#include "experiments/explain_page/explain_page.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "agents/explain/planted_world.h"
#include "experiments/explain_page/explain_csv.h"
#include "experiments/explain_page/explain_json.h"
#include "experiments/explain_page/explain_text.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::PlantedAttention;
using testing::PlantedWorld;

Explanation explain_planted(PlantedAttention attention, int episodes) {
  const PolicySet policies = testing::planted_policies(attention);
  Explanation found;
  found.env = "planted <world>";
  found.plan = {.episodes = episodes, .seed = 3, .threads = 2};
  found.played = play_episodes(policies, std::make_unique<PlantedWorld>(), episodes, 3, 40);
  found.outcomes = explain_moments(policies, found.played.moments_of(), {.threads = 2});
  found.faithfulness = judge(found.played.moments_of(), found.outcomes);
  found.of_kinds = {found.faithfulness};
  found.telling = most_telling(found.played.moments, found.outcomes, 10);
  found.importance.types = {{"thing", "", {3, ConfidenceInterval{2, 4}}}};
  found.importance.features = {{"thing", "dx", {2, {}}}};
  found.counts = {{{"thing"}, {{0.5, {{"things", 10}}, {4, {}}}, {1, {{"things", 21}}, {5, {}}}}}};
  for (const std::int64_t step : {100, 200}) {
    FormationPoint& point = found.formation.emplace_back();
    point.step = step;
    point.type = "thing";
    point.shares = {{"self", 0.4}, {"thing", 0.6}};
  }
  return found;
}

TEST_CASE("the page has all figures, needs nothing else and escapes names") {
  const std::string page = explain_page(explain_planted(PlantedAttention::kMarked, 6));
  for (const char* title :
       {"Does attention explain the policy?", "Each head by itself", "Telling moments",
        "What it attends to", "What types and features are worth", "Numbers never trained on",
        "How attention formed"}) {
    CHECK_THAT(page, Contains(title));
  }
  CHECK_THAT(page, Contains("planted &lt;world&gt;") && !Contains("<world>"));
  CHECK_THAT(page, !Contains("http:") && !Contains("https:") && !Contains("<script"));
}

TEST_CASE("explain.json has the methods with intervals and the verdict") {
  const nlohmann::ordered_json json = to_json(explain_planted(PlantedAttention::kConstant, 6));
  const auto& faithfulness = json["faithfulness"];
  CHECK(faithfulness["verdict"] == "unfaithful");
  CHECK(faithfulness["methods"]["attention"]["ci95"]["gain"].size() == 2);
  CHECK(faithfulness["methods"]["leave_one_out"]["spearman_leave_one_out"] == 1);
  CHECK(faithfulness["heads"].contains("block 1 head 1"));
  CHECK(faithfulness["randomised_weights_spearman"].is_number());
  CHECK(json["blocks"][0]["heads"][0]["specialisation"] == 0);
  CHECK(json["counts"][0]["points"][1]["options"]["env.things"] == 21);
  CHECK(json["checkpoints"][1]["share"]["thing"] == 0.6);
}

TEST_CASE("CSV files have a row for each entity of each moment, and names that are known") {
  const Explanation found = explain_planted(PlantedAttention::kMarked, 4);
  for (const auto& [name, text] : csv_files(found)) {
    INFO(name);
    const auto& names = csv_file_names();
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    CHECK(lines > 1);
    if (name == "explain-entities.csv") CHECK(lines == 1 + 21 * found.outcomes.size());
  }
  CHECK_THAT(to_text(found), Contains("Verdict: faithful") && Contains("leave-one-out"));
}

TEST_CASE("telling moments are apart from each other") {
  const Explanation found = explain_planted(PlantedAttention::kMarked, 8);
  CHECK(found.telling.size() >= 8);
  for (std::size_t i = 0; i < found.telling.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const DecisionMoment& a = found.played.moments[found.telling[i]].moment;
      const DecisionMoment& b = found.played.moments[found.telling[j]].moment;
      CHECK((a.seed != b.seed || std::abs(a.step - b.step) >= 10));
    }
  }
}

}  // namespace
}  // namespace saccade
