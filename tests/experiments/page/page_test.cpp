#include "experiments/page/page.h"

#include <catch2/catch.hpp>

#include "experiments/plot/line_plot.h"
#include "experiments/plot/markup_check.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::markup_fault;
using saccade::testing::occurrences;

namespace {

const std::string kHostile = "</p><script>alert('\"&')</script>";

Page full_page() {
  Page page("Title " + kHostile, "Subtitle " + kHostile);
  for (const char* name : {"One", "Two", "Three"}) page.section(name + kHostile);
  page.subsection(kHostile);
  page.paragraph(kHostile);
  page.note(kHostile);
  page.warning(kHostile);
  page.tiles({{kHostile, kHostile}});
  page.facts({{kHostile, kHostile}});
  page.table({{{kHostile}, {"number", true}}, {{kHostile, "1"}, {"short row"}}});
  page.figure([](double width) { return draw_line_plot({.title = kHostile, .width = width}); },
              kHostile);
  page.small_figures({{kHostile, draw_line_plot({.width = 240})}});
  page.film("image/gif", "GIF89a", kHostile);
  page.film("video/mp4", "....ftyp....", kHostile);
  page.begin_details(kHostile);
  page.end_details();
  page.footer(kHostile);
  return page;
}

}  // namespace

TEST_CASE("A page is well-formed and escapes every text") {
  const std::string html = full_page().html();
  CHECK(markup_fault(html).empty());
  CHECK_THAT(html, !Contains("<script") && Contains("&lt;script&gt;"));
  CHECK(markup_fault(Page("", "").html()).empty());
}

TEST_CASE("A page needs nothing but itself") {
  const std::string html = full_page().html();
  CHECK_THAT(html, !Contains("http:") && !Contains("https:") && !Contains("url(") &&
                       !Contains("@import") && !Contains("<script") && !Contains("onload"));
  CHECK_THAT(html, Contains("Content-Security-Policy") && Contains("default-src 'none'"));
  CHECK_THAT(html, Contains("prefers-color-scheme:dark") && Contains("@media print"));
  CHECK_THAT(html, Contains(kPageMark));
}

TEST_CASE("The same calls give the same bytes") {
  CHECK(full_page().html() == full_page().html());
}

TEST_CASE("A figure is drawn for wide and for narrow screens") {
  Page page("", "");
  std::vector<double> widths;
  page.figure(
      [&widths](double width) {
        widths.push_back(width);
        return draw_line_plot({.width = width});
      },
      "caption");
  REQUIRE(widths.size() == 2);
  CHECK(widths[0] > 600);
  CHECK(widths[1] < 400);
  CHECK(occurrences(page.html(), "<svg ") == 2);
}

TEST_CASE("A page of several sections lists them") {
  Page page("", "");
  page.section("One");
  page.section("Two");
  CHECK_THAT(page.html(), !Contains("<nav"));
  page.section("Three");
  CHECK_THAT(page.html(), Contains("href=\"#s3\"") && Contains("id=\"s3\""));
}
