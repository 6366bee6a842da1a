#include "experiments/new_env/chosen_text.h"

#include <catch2/catch.hpp>

using namespace saccade;

TEST_CASE("Lines of a text are chosen by conditions") {
  const auto chosen = [](const char* text, bool many) {
    return chosen_text(
        text, [many](std::string_view condition) { return (condition == "many") == many; });
  };
  const char* const text = "a\n//@if many\nb\n//@else\nc\n//@end\nd\n";
  CHECK(chosen(text, true) == "a\nb\nd\n");
  CHECK(chosen(text, false) == "a\nc\nd\n");
  CHECK(chosen("//@if many\nb\n//@end\n//@if one\nc\n//@end\n", false) == "c\n");
  CHECK(chosen("//@if many\nb\n  //@if one\nc\n  //@else\nd\n  //@end\n//@end\n", true) ==
        "b\nd\n");
  CHECK(chosen("x", true) == "x\n");
  CHECK(chosen("", true).empty());
}
