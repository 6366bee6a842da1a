#include "envs/core/options.h"

#include <catch2/catch.hpp>
#include <limits>

using Catch::Contains;
using saccade::Options;

namespace {

Options make_options() {
  return Options(
      {{.name = "gravity", .default_value = -10.0, .help = "m/s^2.", .min = -12, .max = 0},
       {.name = "food", .default_value = 3, .help = "How many.", .min = 0, .max = 8},
       {.name = "wind", .default_value = false, .help = "Whether it blows."},
       {.name = "action",
        .default_value = std::string("discrete"),
        .help = "Kind.",
        .choices = {"discrete", "continuous"}}});
}

}  // namespace

TEST_CASE("Options have their defaults until they are set") {
  Options options = make_options();
  CHECK(options.get<double>("gravity") == -10);
  CHECK(options.get<int>("food") == 3);
  options.set("wind", true);
  options.set("action", std::string("continuous"));
  CHECK(options.get<bool>("wind"));
  CHECK(options.get<std::string>("action") == "continuous");
}

TEST_CASE("An integer may stand for a number, not the other way round") {
  Options options = make_options();
  options.set("gravity", -3);
  CHECK(options.get<double>("gravity") == -3);
  CHECK_THROWS_WITH(options.set("food", 2.5),
                    "option food: found 2.5, wanted a whole number in [0, 8]");
}

TEST_CASE("A wrong option is refused with what was found and what is wanted") {
  Options options = make_options();
  CHECK_THROWS_WITH(options.set("gravty", -3.0), Contains("did you mean gravity?"));
  CHECK_THROWS_WITH(options.set("xyzzy", 1), Contains("wanted one of: gravity, food, wind"));
  CHECK_THROWS_WITH(options.set("gravity", 3.0),
                    "option gravity: found 3, wanted a number in [-12, 0]");
  CHECK_THROWS_WITH(options.set("gravity", std::numeric_limits<double>::quiet_NaN()),
                    Contains("found nan"));
  CHECK_THROWS_WITH(options.set("food", 9),
                    "option food: found 9, wanted a whole number in [0, 8]");
  CHECK_THROWS_WITH(options.set("wind", 1), "option wind: found 1, wanted true or false");
  CHECK_THROWS_WITH(options.set("action", std::string("wild")),
                    "option action: found \"wild\", wanted one of discrete, continuous");
  CHECK(options.values() == make_options().values());
}

TEST_CASE("An option may be a list of texts") {
  const std::vector<std::string> none, two = {"food", "poison"}, odd = {"food", "rocks"};
  Options options({{.name = "show", .default_value = none, .help = "What is shown."},
                   {.name = "eat",
                    .default_value = two,
                    .help = "What is eaten.",
                    .choices = {"food", "poison"}}});
  options.set("show", odd);
  CHECK(options.get<std::vector<std::string>>("show") == odd);
  CHECK_THROWS_WITH(options.set("show", std::string("food")),
                    "option show: found \"food\", wanted a list of texts");
  CHECK_THROWS_WITH(
      options.set("eat", odd),
      "option eat: found [\"food\", \"rocks\"], wanted a list of any of food, poison");
  options.set("eat", none);
  CHECK(options.get<std::vector<std::string>>("eat").empty());
}

TEST_CASE("The nearest name is the likeliest slip, and none when nothing is near") {
  const std::vector<std::string> names = {"learning_rate", "gamma", "lambda"};
  CHECK(saccade::nearest_name("gama", names) == "gamma");
  CHECK(saccade::nearest_name("lerning_rat", names) == "learning_rate");
  CHECK(saccade::nearest_name("lambda", names) == "lambda");
  CHECK(saccade::nearest_name("momentum", names).empty());
  CHECK(saccade::nearest_name("gamma", {}).empty());
}
