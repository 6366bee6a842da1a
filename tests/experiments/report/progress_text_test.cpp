#include "experiments/report/progress_text.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

namespace saccade {
namespace {

using Catch::Matchers::Contains;

std::size_t columns(const StyledLine& line) {
  std::size_t count = 0;
  for (const StyledText& part : line) {
    count += static_cast<std::size_t>(std::count_if(part.text.begin(), part.text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
  }
  return count;
}

std::string plain(const std::vector<StyledLine>& lines) {
  std::string text;
  for (const StyledLine& line : lines) {
    for (const StyledText& part : line) text += part.text;
    text += "\n";
  }
  return text;
}

Progress half_way() {
  Progress progress;
  progress.env_id = "forage";
  progress.seed = 7;
  progress.step = 1'000'000;
  progress.total_steps = 2'000'000;
  progress.seconds_left = 41;
  progress.steps_per_second = 34'210;
  progress.return_mean = 12.34;
  progress.best = EvaluationPoint{900'000, 15.5, 1};
  progress.last = EvaluationPoint{1'000'000, 14.25, 2, 20};
  progress.last->outcomes = {{"target_reached", 17}, {"mine", 2}, {"timeout", 1}};
  progress.last->counts = {{"food_eaten", 12.34}};
  progress.metrics.values = {
      {"policy_loss", 0.0031, true}, {"entropy", 1.29, true}, {"grad_norm", 3}};
  return progress;
}

}  // namespace

TEST_CASE("durations, counts and rates are written for people") {
  CHECK(format_duration(0) == "0:00");
  CHECK(format_duration(59.6) == "1:00");
  CHECK(format_duration(3725) == "1:02:05");
  CHECK(format_count(0) == "0");
  CHECK(format_count(999) == "999");
  CHECK(format_count(1250000) == "1,250,000");
  CHECK(format_count(-1250) == "-1,250");
  CHECK(format_count(-125) == "-125");
  CHECK(format_rate(998) == "998");
  CHECK(format_rate(41230) == "41.2k");
  CHECK(format_rate(2.5e6) == "2.50M");
}

TEST_CASE("a trend rises from the lowest bar to the highest") {
  CHECK(sparkline({0, 1, 2, 3, 4, 5, 6, 7}, 8) == "▁▂▃▄▅▆▇█");
  CHECK(sparkline({5, 5}, 3) == "▁▁ ");
  CHECK(sparkline({}, 2) == "  ");
  CHECK(sparkline({0, 0, 0, 9, 9, 9}, 2) == "▁█");
}

TEST_CASE("the live view shows where the run is") {
  const std::string text = plain(progress_lines(half_way(), {1, 5, 12.34}, 80));
  CHECK_THAT(text, Contains("forage  seed 7  1,000,000 of 2,000,000 steps"));
  CHECK_THAT(text, Contains(" 50%  ETA 0:41"));
  CHECK_THAT(text, Contains("12.3"));
  CHECK_THAT(text, Contains("14.2  at 1,000,000  best 15.5 at 900,000"));
  CHECK_THAT(text, Contains("34.2k"));
}

TEST_CASE(
    "the live view shows how the episodes of the last evaluation ended and what they counted") {
  const std::string text = plain(progress_lines(half_way(), {}, 80));
  CHECK_THAT(text, Contains("outcome target reached 85%  mine 10%  timeout 5%\n"));
  CHECK_THAT(text, Contains("count   food eaten 12.3\n"));
  CHECK_THAT(plain(progress_lines(half_way(), {}, 40)),
             Contains("outcome target reach… 85%  mine 10%  …\n"));
  Progress progress = half_way();
  progress.last->outcomes = {{"timeout", 20}};  // What always happens is no news.
  CHECK_THAT(plain(progress_lines(progress, {}, 80)), !Contains("outcome"));
  progress.last = EvaluationPoint{1, 1, 1};  // Of an older version.
  CHECK_THAT(plain(progress_lines(progress, {}, 80)), !Contains("outcome") && !Contains("count"));
}

TEST_CASE("with a limited time the live view shows what is over of it") {
  Progress progress = half_way();
  progress.wall_seconds = 60;
  CHECK_THAT(plain(progress_lines(progress, {}, 80)), Contains("elapsed 1:00\n"));
  progress.seconds_allowed = 600;
  CHECK(fraction_done(progress) == 0.5);  // Of its steps.
  progress.seconds_allowed = 80;
  CHECK(fraction_done(progress) == 0.75);
  const std::string text = plain(progress_lines(progress, {}, 80));
  CHECK_THAT(text, Contains("elapsed 1:00 of 1:20") && Contains(" 75%"));
  progress.wall_seconds = 81;
  CHECK(fraction_done(progress) == 1);
}

TEST_CASE("long names are shortened so that numbers stay") {
  Progress progress = half_way();
  progress.env_id = "a-world-with-a-name-that-somebody-typed-without-thinking-of-terminals";
  const std::string text = plain(progress_lines(progress, {}, 60));
  CHECK_THAT(text, Contains("a-world-with-a-name-t…  seed 7  1,000,000 of 2,000,000 steps\n"));
  progress.env_id = "r\033[31mred";
  CHECK_THAT(plain(progress_lines(progress, {}, 60)), Contains("r\\x1b[31mred"));
}

TEST_CASE("where there is little room lines end at a whole number") {
  Progress progress = half_way();
  progress.metrics.values = {{"policy_loss", 0.0031, true},
                             {"value_loss", 1.25, true},
                             {"entropy", 1.29, true},
                             {"approx_kl", 0.0123, true},
                             {"clip_fraction", 0.1, true}};
  const std::string text = plain(progress_lines(progress, {1, 2, 3}, 60));
  CHECK_THAT(text, Contains("update  policy loss 0.0031  value loss 1.2  …\n"));
  CHECK_THAT(text, Contains("episodes 0\n"));
}

TEST_CASE("an update is told by the metrics that the algorithm reports") {
  const std::string metrics = "policy loss 0.0031  entropy 1.3";
  CHECK_THAT(plain(progress_lines(half_way(), {}, 80)), Contains("update  " + metrics + "\n"));
  CHECK_THAT(progress_line(half_way()), Catch::EndsWith("  " + metrics));
}

TEST_CASE("each kind of agents has a line of its own, with its return") {
  Progress progress = half_way();
  progress.kind_returns = {{"porter", 1.5}, {"picker", 20}};
  progress.metrics.values = {
      {"porter.entropy", 1.29, true}, {"porter.grad_norm", 3}, {"picker.entropy", 0.5, true}};
  const std::string text = plain(progress_lines(progress, {}, 80));
  CHECK_THAT(text, Contains("update  porter: return 1.5  entropy 1.3\n"));
  CHECK_THAT(text, Contains("update  picker: return 20.0  entropy 0.5\n"));
  CHECK_THAT(progress_line(progress), Catch::EndsWith("entropy 1.3; picker: return 20.0  entropy "
                                                      "0.5"));
}

TEST_CASE("no line of the live view is wider than the terminal") {
  for (const std::size_t width : {0, 1, 10, 20, 40, 80, 100}) {
    for (const StyledLine& line : progress_lines(half_way(), {1, 2}, width)) {
      CHECK(columns(line) <= width);
    }
  }
}

TEST_CASE("before the first episode ends there is no return to show") {
  Progress progress = half_way();
  progress.return_mean = std::nan("");
  progress.best = progress.last = std::nullopt;
  CHECK_THAT(progress_line(progress), Contains("return       -"));
  CHECK_THAT(plain(progress_lines(progress, {}, 80)), Contains("eval           -"));
  CHECK(evaluation_line(progress) == "no evaluation yet");
}

TEST_CASE("the best evaluation so far is marked") {
  Progress progress = half_way();
  CHECK(evaluation_line(progress) ==
        "evaluation at 1,000,000 steps: return 14.2 +- 2.0  target reached 85%  mine 10%  timeout "
        "5%");
  progress.best = progress.last;
  CHECK_THAT(evaluation_line(progress), Contains("(best so far)"));
}

}  // namespace saccade
