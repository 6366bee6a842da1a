// Names of a checkpoint in code and comments.
#include "experiments/header/text/identifiers.h"

#include <catch2/catch.hpp>

using namespace saccade;

TEST_CASE("Names become identifiers") {
  CHECK(snake_case("x_velocity", "feature") == "x_velocity");
  CHECK(snake_case("X velocity (m/s)", "feature") == "x_velocity_m_s");
  CHECK(snake_case("__x__y__", "feature") == "x_y");
  CHECK(snake_case("class", "feature") == "class_");
  CHECK(snake_case("NEAR", "feature") == "near_");
  CHECK(snake_case("2nd", "feature") == "feature_2nd");
  CHECK(snake_case("\xe9\xa3\x9f\xe7\x89\xa9", "type") == "type");
  CHECK(snake_case("", "type") == "type");
  CHECK(pascal_case("food_item", "type") == "FoodItem");
  CHECK(pascal_case("level 1 2", "label") == "Level1_2");
  CHECK(pascal_case("3d", "label") == "Label3d");
}

TEST_CASE("Names that become the same get numbers") {
  NameScope scope({"taken"});
  CHECK(scope.add("x") == "x");
  CHECK(scope.add("x") == "x_2");
  CHECK(scope.add("x_2") == "x_2_2");
  CHECK(scope.add("x") == "x_3");
  CHECK(scope.add("taken") == "taken_2");
}

TEST_CASE("Nothing of a name leaves its comment") {
  CHECK(comment_text("speed, m/s (at most 2)") == "speed, m/s (at most 2)");
  CHECK(comment_text("*/ evil") == "{2a}/ evil");
  CHECK(comment_text("a\\") == "a{5c}");
  CHECK(comment_text("what?"
                     "?/") == "what{3f}{3f}/");
  CHECK(comment_text("a\nb\r\x7f") == "a{0a}b{0d}{7f}");
  CHECK(comment_text("\xe2\x80\xae{x}") == "{e2}{80}{ae}{7b}x{7d}");
}
