#include "experiments/pool/pool_view.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "experiments/terminal/fitted_text.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

std::string text_of(const std::vector<StyledLine>& lines) {
  std::string text;
  for (const StyledLine& line : lines) {
    for (const StyledText& part : line) text += part.text;
    text += '\n';
  }
  return text;
}

struct Runs {
  std::vector<PlannedRun> runs;
  std::vector<RunStatus> states;

  explicit Runs(std::size_t count) : runs(count), states(count) {
    for (std::size_t i = 0; i < count; ++i) {
      runs[i].label = "forage seed " + std::to_string(i + 1);
      runs[i].steps = 1000;
    }
  }
};

TEST_CASE("the live picture of several runs has a line for each") {
  Runs all(4);
  all.states[0].state = RunState::kDone;
  all.states[0].progress = {1000, 60, 20, 21.25, 22.5};
  all.states[1].state = RunState::kRunning;
  all.states[1].progress = {420, 60, 18.5, 17, 17};
  all.states[2].state = RunState::kFailed;
  all.states[2].message = "the disk is full";
  const std::string text = text_of(pool_lines(all.runs, all.states, 75, 100, 24));
  CHECK_THAT(text, Contains("4 runs  1 running, 1 done, 1 waiting, 1 failed  ETA 1:15"));
  CHECK_THAT(text, Contains("42%  return    18.5  best    17.0"));
  CHECK_THAT(text, Contains("done  last      21.2  best    22.5"));
  CHECK_THAT(text, Contains("failed: the disk is full"));
  CHECK_THAT(text, Contains("waits"));
}

TEST_CASE("no line of the live picture is wider than the window, and no picture higher") {
  Runs all(40);
  for (std::size_t i = 20; i < 24; ++i) all.states[i].state = RunState::kRunning;
  all.states[30].state = RunState::kFailed;
  all.states[30].message = std::string(200, 'x');
  for (const std::size_t width : {20, 60, 100}) {
    const auto lines = pool_lines(all.runs, all.states, std::nan(""), width, 12);
    CHECK(lines.size() <= 11);
    for (const StyledLine& line : lines) {
      std::size_t columns = 0;
      for (const StyledText& part : line) columns += columns_of(part.text);
      CHECK(columns <= width);
    }
    const std::string text = text_of(lines);
    CHECK_THAT(text, Contains("forage seed 21") && Contains("forage seed 24"));
    CHECK_THAT(text, Contains("forage seed 31") && Contains("31 more"));
  }
}

TEST_CASE("the time left follows from the steps that were trained") {
  Runs all(2);
  TimeLeft left;
  all.states[0].state = RunState::kDone;  // Before.
  CHECK(std::isnan(left.estimate(all.runs, all.states, 100)));
  all.states[1].state = RunState::kRunning;
  all.states[1].progress.step = 250;
  CHECK(left.estimate(all.runs, all.states, 110) == Approx(30));
}

}  // namespace
}  // namespace saccade
