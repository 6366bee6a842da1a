#include "experiments/cli/cli.h"

#include <limits>

#include <catch2/catch.hpp>

using namespace saccade;
using Catch::Matchers::Contains;
using Catch::Matchers::Message;

namespace {

CommandSyntax fetch_syntax() {
  CommandSyntax syntax;
  syntax.name = "fetch";
  syntax.summary = "Fetches sticks.";
  syntax.arguments = {"STICK", "[DIR]"};
  syntax.options = {{"episodes", "N", "How many.", "7"},
                    {"seed", "N", "Where to begin."},
                    {"quiet", "", "Say nothing."},
                    {"set", "KEY=VALUE", "Set something.", "", true}};
  return syntax;
}

CommandLine parse(const std::vector<std::string>& arguments) {
  return CommandLine(fetch_syntax(), arguments);
}

std::string error_of(const std::vector<std::string>& arguments) {
  try {
    parse(arguments);
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kRequest);
    return error.what();
  }
  return "no error";
}

int give_seven(const std::vector<std::string>& arguments) {
  return static_cast<int>(arguments.size()) + 7;
}

}  // namespace

TEST_CASE("A command line is sorted into arguments and options") {
  const CommandLine line =
      parse({"oak", "--episodes", "3", "--set", "a=1", "den", "--set=b=-2", "--quiet"});
  CHECK(line.argument(0) == "oak");
  CHECK(line.argument(1) == "den");
  CHECK(line.whole<int>("episodes") == 3);
  CHECK(line.texts("set") == std::vector<std::string>{"a=1", "b=-2"});
  CHECK(line.given("quiet"));
  CHECK_FALSE(line.given("seed"));
}

TEST_CASE("What is left out has its default") {
  const CommandLine line = parse({"oak"});
  CHECK(line.argument(1).empty());
  CHECK(line.whole<int>("episodes") == 7);
  CHECK_FALSE(line.given("episodes"));
  CHECK(line.text("seed").empty());
  CHECK(line.texts("set").empty());
}

TEST_CASE("Seeds may be as large as 64 bits") {
  const CommandLine line = parse({"oak", "--seed", "18446744073709551615"});
  CHECK(line.whole<std::uint64_t>("seed") == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("An unknown option names the nearest one") {
  CHECK(error_of({"oak", "--episode", "3"}) ==
        "saccade fetch: unknown option '--episode'; did you mean '--episodes'?");
  CHECK_THAT(error_of({"oak", "--zzzzzzzzz"}), Contains("see 'saccade fetch --help'"));
}

TEST_CASE("Missing, superfluous and repeated things on a command line are named") {
  CHECK_THAT(error_of({}), Contains("STICK is missing"));
  CHECK_THAT(error_of({"oak", "den", "extra"}), Contains("unexpected argument 'extra'"));
  CHECK_THAT(error_of({"oak", "--seed"}), Contains("seed"));
  CHECK_THAT(error_of({"oak", "--seed", "1", "--seed", "2"}), Contains("given twice"));
  CHECK_THAT(error_of({"oak", "--quiet=yes"}), Contains("quiet"));
}

TEST_CASE("A number says what was found and what is wanted") {
  const auto number = [](const std::string& text) {
    return parse({"oak", "--episodes=" + text}).whole<int>("episodes", 1, 100);
  };
  const std::string wanted = ", wanted a whole number from 1 to 100";
  for (const std::string text : {"0", "101", "three", "3.5", "-1", "99999999999999999999"}) {
    CHECK_THROWS_MATCHES(number(text), Error,
                         Message("option '--episodes': found '" + text + "'" + wanted));
  }
  CHECK(number("100") == 100);
}

TEST_CASE("Help is asked for anywhere and needs nothing else") {
  CHECK(parse({"--help"}).help());
  CHECK(parse({"oak", "den", "extra", "-h"}).help());
  const std::string help = help_text(fetch_syntax());
  for (const char* part : {"saccade fetch STICK [DIR]", "Fetches sticks.", "--episodes N (=7)",
                           "Set something.", "--help"}) {
    CHECK_THAT(help, Contains(part));
  }
}

TEST_CASE("An unknown command names the nearest one") {
  const std::vector<Command> commands = {{"seven", "gives seven", give_seven}};
  CHECK(dispatch(commands, "saccade", {"seven", "x"}) == 8);
  CHECK_THROWS_MATCHES(dispatch(commands, "saccade", {"sevn"}), Error,
                       Message("saccade: unknown command 'sevn'; did you mean 'seven'?"));
  CHECK_THROWS_MATCHES(dispatch(commands, "saccade", {"qqqqqqqqqq"}), Error,
                       Message("saccade: unknown command 'qqqqqqqqqq'; wanted one of: seven"));
}
