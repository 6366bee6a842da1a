#include "experiments/plot/markup.h"

#include <catch2/catch.hpp>

#include "experiments/plot/markup_check.h"

using namespace saccade;

TEST_CASE("Text is escaped for XML") {
  CHECK(escaped("a<b>&\"c\"'d'") == "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;");
  CHECK(escaped("tab\tand\nline") == "tab\tand\nline");
  CHECK(escaped("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\x8E") == "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\x8E");
}

TEST_CASE("What XML cannot hold, and what reorders writing, is replaced") {
  const std::string other = "\xEF\xBF\xBD";
  CHECK(escaped(std::string("\0", 1)) == other);
  CHECK(escaped("\x1B[31m") == other + "[31m");
  CHECK(escaped("\xFF") == other);
  CHECK(escaped("\xC3") == other);              // Cut off.
  CHECK(escaped("\xC0\xAF") == other + other);  // A slash, too long.
  CHECK(escaped("\xED\xA0\x80") == other);      // A surrogate.
  CHECK(escaped("\xE2\x80\xAE") == other);      // U+202E
  CHECK(escaped("\xEF\xBF\xBF") == other);      // U+FFFF
}

TEST_CASE("A long name is cut at characters, not at bytes") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "ab\xE2\x80\xA6");
  CHECK(shortened("\xC3\xA9\xC3\xA9\xC3\xA9", 2) == "\xC3\xA9\xE2\x80\xA6");
  CHECK(character_count("\xC3\xA9\xC3\xA9") == 2);
}

TEST_CASE("Coordinates have no exponent, no surplus zeros and no negative zero") {
  CHECK(coordinate(1) == "1");
  CHECK(coordinate(1.5) == "1.5");
  CHECK(coordinate(-0.001) == "0");
  CHECK(coordinate(1e-9) == "0");
  CHECK(coordinate(100000) == "100000");
  CHECK(coordinate(1.0 / 3) == "0.33");
}

TEST_CASE("Wider texts are estimated to be wider") {
  CHECK(text_width("", 12) == 0);
  CHECK(text_width("iiii", 12) < text_width("mmmm", 12));
  CHECK(text_width("abc", 24) == Approx(2 * text_width("abc", 12)));
}

TEST_CASE("A text is cut to a width") {
  CHECK(fitted("short", 100, 12) == "short");
  const std::string cut = fitted(std::string(100, 'x'), 100, 12);
  CHECK(text_width(cut, 12) <= 100);
  CHECK(text_width(cut, 12) > 80);
  CHECK(character_count(fitted("xyz", 0, 12)) == 1);
}

TEST_CASE("The check of markup finds what is wrong") {
  using saccade::testing::markup_fault;
  CHECK(markup_fault("<a b=\"1>2\"><c/>text &amp; more</a>").empty());
  CHECK_FALSE(markup_fault("<a><b></a></b>").empty());
  CHECK_FALSE(markup_fault("<a>").empty());
  CHECK_FALSE(markup_fault("<a>&nbsp;</a>").empty());
  CHECK_FALSE(markup_fault("<a b=\"<\"/>").empty());
}
