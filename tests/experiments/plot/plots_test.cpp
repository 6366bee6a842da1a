// Every plot of any data is a sound picture: well-formed, the same bytes each time, without numbers
// that cannot be drawn.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "experiments/plot/interval_plot.h"
#include "experiments/plot/legend.h"
#include "experiments/plot/line_plot.h"
#include "experiments/plot/markup.h"
#include "experiments/plot/markup_check.h"
#include "experiments/plot/matrix_plot.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::markup_fault;
using saccade::testing::occurrences;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

void check_sound(const Drawing& drawing) {
  for (const std::string& svg : {drawing.svg_file(), drawing.inline_svg()}) {
    CHECK(markup_fault(svg).empty());
    CHECK_THAT(svg, !Contains("nan") && !Contains("inf\"") && !Contains("e+"));
  }
  CHECK_THAT(drawing.inline_svg(), !Contains("http"));
}

LineSeries rising(const std::string& name, int style) {
  return {.name = name,
          .x = {0, 1, 2, 3},
          .y = {0, 1, 4, 9},
          .low = {-1, 0, 3, 7},
          .high = {1, 2, 5, 11},
          .style = style};
}

LinePlot two_lines() {
  return {.title = "two",
          .x = {.label = "steps"},
          .y = {.label = "return"},
          .series = {rising("one", 0), rising("other", 1)}};
}

std::string svg_of(const LinePlot& plot) {
  return draw_line_plot(plot).svg_file();
}

}  // namespace

TEST_CASE("Degenerate series give a sound line plot") {
  const std::vector<LineSeries> trials = {
      {},
      {.name = "one point", .x = {1}, .y = {2}},
      {.name = "one band", .x = {1}, .y = {2}, .low = {1}, .high = {3}},
      {.name = "constant", .x = {1, 2, 3}, .y = {5, 5, 5}},
      {.name = "nothing", .x = {1, 2}, .y = {kNan, kInf}},
      {.name = "gaps", .x = {1, 2, 3, kNan, 5}, .y = {1, kNan, 2, 3, -kInf}},
      {.name = "bands", .x = {1, 2}, .y = {1, 2}, .low = {kNan, 1}, .high = {2, kInf}},
      {.name = "huge", .x = {1, 2}, .y = {-1e308, 1e308}},
      {.name = "tiny", .x = {1, 2}, .y = {1e-310, 2e-310}},
      {.name = "far", .x = {0, 1e18}, .y = {1e99, 1}},
      {.name = "ragged", .x = {1, 2, 3}, .y = {1}, .low = {0, 1}},
      {.name = "", .x = {1, 2}, .y = {1, 2}}};
  for (const LineSeries& series : trials) {
    for (const bool steps : {false, true}) {
      for (const double width : {120.0, 360.0, 720.0}) {
        INFO(series.name << ", " << width << " wide");
        LinePlot plot{.series = {series, rising("sound", 1)}, .steps = steps, .width = width};
        check_sound(draw_line_plot(plot));
        plot.series.pop_back();
        check_sound(draw_line_plot(plot));
      }
    }
  }
}

TEST_CASE("A plot without data says so") {
  CHECK_THAT(svg_of({}), Contains("no data"));
  const std::string named = svg_of({.series = {{.name = "absent", .x = {1}, .y = {kNan}}}});
  CHECK_THAT(named, Contains("no data"));
  CHECK_THAT(named, !Contains(">absent</text>"));  // There is no line that it could name.
  CHECK_THAT(svg_of(two_lines()), !Contains("no data"));
  CHECK_THAT(draw_interval_plot({}).svg_file(), Contains("no data"));
  CHECK_THAT(draw_matrix_plot({}).svg_file(), Contains("no data"));
}

TEST_CASE("The same numbers give the same bytes") {
  CHECK(svg_of(two_lines()) == svg_of(two_lines()));
}

TEST_CASE("Lines differ by colour, pattern and marker, and bands surround them") {
  const std::string svg = svg_of(two_lines());
  CHECK_THAT(svg, Contains(series_paint(0).light) && Contains(series_paint(1).light));
  CHECK(occurrences(svg, "stroke-dasharray") == 1);  // The first line is solid.
  CHECK(occurrences(svg, "fill-opacity=\"0.16\"") == 2);
  CHECK_THAT(svg, Contains(">one</text>") && Contains(">other</text>"));
  for (int a = 0; a < 10; ++a) {
    for (int b = 0; b < a; ++b) {
      CHECK((series_paint(a).light != series_paint(b).light ||
             series_pattern(a) != series_pattern(b)));
      const bool same_mark = series_marker(a) == series_marker(b);
      CHECK((!same_mark || series_pattern(a) != series_pattern(b)));
    }
  }
}

TEST_CASE("A gap in a series is a gap in its line") {
  LinePlot plot{.series = {{.x = {0, 1, 2, 3}, .y = {0, 1, 2, 3}, .style = 3}}};
  const std::string line = "class=\"l-s3\"";
  CHECK(occurrences(svg_of(plot), line) == 1);
  plot.series[0].x = {0, 1, 2, 3, 4};
  plot.series[0].y = {0, 1, kNan, 3, 4};
  CHECK(occurrences(svg_of(plot), line) == 2);
}

TEST_CASE("Steps hold their height until the next point") {
  LinePlot plot{.series = {{.x = {0, 1}, .y = {0, 1}}}, .steps = true};
  const std::string steps = svg_of(plot);
  plot.steps = false;
  const std::string straight = svg_of(plot);
  const auto points = [](const std::string& svg) {
    const std::size_t end = svg.find("\" fill=\"none\" class=\"l-s0\"");
    const std::size_t begin = svg.rfind("d=\"M", end);
    return occurrences(svg.substr(begin, end - begin), ",");
  };
  CHECK(points(straight) == 2);
  CHECK(points(steps) == 3);
}

TEST_CASE("Names are escaped, and long ones shortened") {
  const std::string name = "<script>alert(\"&\")</script>" + std::string(300, 'x');
  LinePlot plot = two_lines();
  plot.title = name;
  for (LineSeries& series : plot.series) series.name = name;
  check_sound(draw_line_plot(plot));
  CHECK_THAT(svg_of(plot), !Contains("<script"));
  check_sound(
      draw_interval_plot({.title = name, .rows = {{.name = name, .value = 1, .note = name}}}));
  check_sound(draw_matrix_plot({.title = name, .names = {name}, .cells = {{{0.5, name}}}}));
}

TEST_CASE("Names beside lines do not overlap") {
  LinePlot plot;
  for (int i = 0; i < 6; ++i) {
    plot.series.push_back({.name = "s" + std::to_string(i), .x = {0, 1}, .y = {0, 1}, .style = i});
  }
  const std::string svg = svg_of(plot);
  std::vector<double> heights;
  for (int i = 0; i < 6; ++i) {
    const std::size_t at = svg.find(">s" + std::to_string(i) + "</text>");
    REQUIRE(at != std::string::npos);
    heights.push_back(std::stod(svg.substr(svg.rfind(" y=\"", at) + 4)));
  }
  for (std::size_t i = 1; i < heights.size(); ++i) CHECK(heights[i] - heights[i - 1] >= 14);
}

TEST_CASE("A line at zero stands out where zero is in sight") {
  const auto zero_lines = [](double low, double high) {
    const std::string svg = svg_of({.series = {{.x = {0, 1}, .y = {low, high}}}});
    return occurrences(svg, "class=\"l-muted\"") - occurrences(svg, "text-anchor=\"middle\"");
  };
  CHECK(zero_lines(-1, 1) == zero_lines(1, 2) + 1);
}

TEST_CASE("Many points become few, with a band from the least to the largest") {
  LineSeries series{.name = "loss", .style = 4};
  for (int i = 0; i < 1000; ++i) {
    series.x.push_back(i);
    series.y.push_back(i % 2 == 0 ? 1 : 3);
  }
  series.y[500] = kNan;
  const LineSeries few = thinned(series, 100);
  REQUIRE(few.x.size() == 100);
  CHECK(few.style == 4);
  CHECK(few.x[0] == 4.5);
  CHECK(few.y[0] == 2);
  CHECK(few.low[0] == 1);
  CHECK(few.high[0] == 3);
  CHECK(few.y[50] == Approx(19.0 / 9));
  CHECK(thinned(series, 1000).x.size() == 1000);
  CHECK(thinned({}, 10).x.empty());
  for (std::size_t i = 0; i < series.y.size() / 2; ++i) series.y[i] = kNan;
  CHECK(std::isnan(thinned(series, 100).y[10]));  // A gap stays one.
  CHECK(thinned(series, 100).y[60] > 0);
}

TEST_CASE("An interval plot draws what there is of each row") {
  IntervalPlot plot{.x = {.label = "score"}};
  plot.rows = {{.name = "both",
                .value = 1,
                .interval = AxisRange{0, 2},
                .dots = {{0.5, "run <1>"}, {kNan, ""}}},
               {.name = "alone", .value = 3},
               {.name = "none", .value = kNan, .interval = AxisRange{kNan, kInf}}};
  plot.reference = 2;
  for (const double width : {200.0, 360.0, 720.0}) {
    plot.width = width;
    check_sound(draw_interval_plot(plot));
    const std::string svg = draw_interval_plot(plot).svg_file();
    CHECK(occurrences(svg, "<circle") == 3);  // Two estimates and one run.
    CHECK_THAT(svg, Contains("<title>run &lt;1&gt;</title>"));
    CHECK(occurrences(svg, "opacity=\"0.55\"") == 1);
  }
}

TEST_CASE("A matrix shades what is above one half and what is below differently") {
  const auto cell = [](double share) {
    return draw_matrix_plot({.names = {"a"}, .cells = {{{share, ""}}}}).svg_file();
  };
  CHECK_THAT(cell(0.9), Contains("f-above") && Contains(">0.90<"));
  CHECK_THAT(cell(0.1), Contains("f-below") && Contains(">0.10<"));
  CHECK_THAT(cell(kNan), !Contains("f-above") && !Contains("f-below"));
  check_sound(draw_matrix_plot({.names = {"a", "b"}, .cells = {{{}, {1, "[0.4, 1]"}}, {{0, ""}}}}));
}

TEST_CASE("Columns of a matrix that are too narrow for their names have numbers") {
  const std::vector<std::string> names(6, "a rather long name");
  const MatrixPlot plot{.names = names, .cells = {{{0.5, ""}}}, .width = 400};
  CHECK_THAT(draw_matrix_plot(plot).svg_file(),
             Contains(">6  a rather long name<") && Contains(">6<"));
  CHECK_THAT(draw_matrix_plot({.names = {"a", "b"}}).svg_file(), !Contains(">1<"));
}

TEST_CASE("What is outside of an axis that was fixed is cut off") {
  LinePlot plot = two_lines();
  plot.y.high = 5;
  check_sound(draw_line_plot(plot));
  CHECK(occurrences(svg_of(plot), "<svg") == 2);
  plot.y.low = 6;  // No range: what the data need.
  check_sound(draw_line_plot(plot));
}

TEST_CASE("Every colour has another on dark ground") {
  const std::string svg = svg_of(two_lines());
  const std::string dark = dark_colours();
  for (std::size_t at = svg.find("class=\""); at != std::string::npos;
       at = svg.find("class=\"", at)) {
    at += 7;
    CHECK_THAT(dark, Contains("." + svg.substr(at, svg.find('"', at) - at) + "{"));
  }
}
