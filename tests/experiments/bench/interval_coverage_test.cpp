#include <catch2/catch.hpp>

#include "experiments/bench/interval_coverage.h"

namespace saccade {

// The intervals of means cover less where one run in five fails: docs/comparing.md has the table.
TEST_CASE("Intervals of five runs hold the true value as often as they claim") {
  constexpr int kSimulations = 400;
  int checked = 0;
  for (const IntervalCoverage& found : measure_coverage(5, kSimulations)) {
    const bool is_mean_of_others =
        found.quantity.starts_with("mean") && found.distribution != "normal";
    if (!found.is_used || is_mean_of_others) continue;
    INFO(found.quantity << ", " << found.method << ", " << found.distribution);
    CHECK(found.coverage >= 0.93);
    ++checked;
  }
  CHECK(checked ==
        13);  // The mean of normal scores; IQM and improvement: 5 distributions, 3 tasks.
}

TEST_CASE("A percentile bootstrap of five runs claims too much") {
  for (const IntervalCoverage& found : measure_coverage(5, 400)) {
    if (found.quantity == "mean" && found.method == "percentile bootstrap") {
      CHECK(found.coverage < 0.9);
    }
  }
}

}  // namespace saccade
