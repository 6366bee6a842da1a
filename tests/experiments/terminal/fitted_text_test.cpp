#include "experiments/terminal/fitted_text.h"

#include <catch2/catch.hpp>

namespace saccade {

TEST_CASE("a text is shortened to the columns that there are") {
  CHECK(shortened("landed", 6) == "landed");
  CHECK(shortened("landed", 5) == "land…");
  CHECK(shortened("flew away", 6) == "flew…");
  CHECK(shortened("élan vital", 5) == "élan…");
  CHECK(shortened("landed", 1) == "…");
  CHECK(shortened("landed", 0).empty());
  CHECK(columns_of("▁▂é") == 3);
  CHECK(bytes_of("▁▂é", 2) == 6);
}

TEST_CASE("items are shortened before they are left out") {
  const std::vector<NamedText> items = {{"landed", "85%"}, {"crashed", "10%"}};
  CHECK(fitted(items, {100, 4, 0}) == "landed 85%  crashed 10%");
  CHECK(fitted(items, {22, 4, 0}) == "landed 85%  crash… 10%");
  CHECK(fitted(items, {18, 4, 0}) == "lan… 85%  cra… 10%");
  CHECK(fitted(items, {17, 4, 0}) == "landed 85%  …");
  CHECK(fitted(items, {22, 100, 0}) == "landed 85%  …");
  CHECK(fitted(items, {5, 4, 0}) == "…");
  CHECK(fitted(items, {0, 4, 0}).empty());
  CHECK(fitted({}, {10, 4, 0}).empty());
  for (std::size_t columns = 0; columns < 30; ++columns) {
    for (std::size_t least = 0; least < 10; ++least) {
      CHECK(columns_of(fitted(items, {columns, least, 0})) <= columns);
    }
  }
}

TEST_CASE("items are shortened alike while their values stay within their columns") {
  const auto with = [](const std::string& share) {
    return fitted({{"landed", share}, {"crashed", "5%"}}, {22, 4, 4});
  };
  CHECK(with("9%") == "land… 9%  cras… 5%");
  CHECK(with("100%") == "land… 100%  cras… 5%");
}

TEST_CASE("text is folded at words, paragraph by paragraph") {
  CHECK(folded("one two  three\nfour", {.columns = 9}) == "one two\nthree\nfour\n");
  CHECK(folded("one two three", {.columns = 9, .indent = 2}) == "  one two\n  three\n");
  CHECK(folded("one\n\ntwo", {.columns = 9}) == "one\n\ntwo\n");
  CHECK(folded("pneumatic is", {.columns = 4, .indent = 1}) == " pneumatic\n is\n");
  CHECK(folded("größe ab", {.columns = 8}) == "größe ab\n");  // Letters count, not bytes.
  CHECK(folded("", {.columns = 9, .indent = 2}).empty());
}

}  // namespace saccade
