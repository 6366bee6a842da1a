#include "experiments/publish/comparison_page.h"

#include <catch2/catch.hpp>

#include "experiments/plot/markup_check.h"
#include "experiments/publish/comparison_plots.h"
#include "experiments/publish/comparisons.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::compared;
using saccade::testing::markup_fault;

namespace {

void check_page(const std::string& html) {
  CHECK(markup_fault(html).empty());
  CHECK_THAT(html, !Contains("http:") && !Contains("https:") && !Contains("<script"));
}

}  // namespace

TEST_CASE("The page of a comparison tells what each group reached") {
  const Comparison comparison = compared({"attention", "mean_pool"});
  const std::string html = comparison_page(comparison);
  check_page(html);
  CHECK_THAT(html,
             Contains("attention and mean_pool in forage") && Contains("10 runs in 2 groups"));
  CHECK_THAT(html, Contains("<td class=\"number\">9.0 [7.5, 10.2]</td>"));
  CHECK_THAT(html, Contains("last evaluation of the run") && Contains("policy.encoder"));
  CHECK_THAT(html, Contains("runs/attention-3: ") && Contains("(seed 3)"));
  CHECK_THAT(html, Contains("at least 5.") && Contains("4 of 5"));
  CHECK_THAT(html, Contains("better run than one of mean_pool"));
  CHECK_THAT(html, !Contains("All environments together") && !Contains("Every group against"));
  CHECK(comparison_page(comparison) == html);
}

TEST_CASE("Three groups are compared in pairs, and several environments together") {
  const std::string html = comparison_page(compared({"a", "b", "c"}, 3, {"forage", "cartpole"}));
  check_page(html);
  CHECK_THAT(html, Contains("a and b and c in 2 environments") && Contains("Results in cartpole"));
  CHECK_THAT(html, Contains("Every group against every other"));
  CHECK_THAT(html, Contains("All environments together") && Contains("Normalised scores"));
}

TEST_CASE("A comparison of little, or of odd names, has a sound page") {
  check_page(comparison_page(compared({"<b>\"&'</b>"}, 1)));
  check_page(comparison_page(compared({"one run", "too"}, 1)));
  Comparison comparison = compared({"a", "b"});
  comparison.omitted = {{"runs/<broken>", "no evaluation"}};
  for (ComparedGroup& group : comparison.tasks[0].groups) {
    group.curve.clear();
    group.profile.clear();
    group.wall_seconds.reset();
    group.efficiency = {};
  }
  comparison.tasks[0].improvements.clear();
  comparison.tasks[0].threshold.reset();
  const std::string html = comparison_page(comparison);
  check_page(html);
  CHECK_THAT(html, Contains("Left out: runs/&lt;broken&gt;: no evaluation"));
  CHECK_THAT(html, !Contains("Sample efficiency"));
}

TEST_CASE("Every group keeps its colour, also where one is missing") {
  Comparison comparison = compared({"a", "b", "c"}, 2, {"forage", "cartpole"});
  comparison.tasks[1].groups.erase(comparison.tasks[1].groups.begin());
  const LinePlot plot = curve_plot(comparison, comparison.tasks[1], Average::kMean, false);
  REQUIRE(plot.series.size() == 2);
  CHECK(plot.series[0].style == 1);
  CHECK(plot.series[1].style == 2);
  CHECK(improvement_plot(comparison, comparison.tasks[0].improvements).rows.size() == 2);
}

TEST_CASE("A metric is called in pictures what it is") {
  CHECK(metric_title("return_mean") == "return");
  CHECK(metric_title("outcome.won") == "share of episodes that ended as won");
  CHECK(metric_title("count.food") == "per episode: food");
}

TEST_CASE("An estimate is published with true minus signs") {
  CHECK(published_text({-2, ConfidenceInterval{-3, 1}}) ==
        "\xE2\x88\x92"
        "2.0 [\xE2\x88\x92"
        "3.0, 1.0]");
}
