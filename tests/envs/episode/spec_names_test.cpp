// What the names of a description may hold: they become parts of files and are shown on terminals.
#include <catch2/catch.hpp>

#include "envs/episode/episode_runner.h"
#include "support/toy_meadow.h"

using saccade::CategoricalHead;
using saccade::EnvironmentSpec;
using saccade::testing::ToyMeadow;

namespace {

/// The description with this name in every place of a name, one place at a time.
std::vector<EnvironmentSpec> with_name(const std::string& name) {
  std::vector<EnvironmentSpec> specs;
  const auto add = [&](auto change) {
    specs.push_back(ToyMeadow().spec());
    change(specs.back());
  };
  add([&](auto& spec) { spec.kinds[0].observation.types[1].name = name; });
  add([&](auto& spec) { spec.kinds[0].observation.types[0].features[0] = name; });
  add([&](auto& spec) { spec.kinds[0].observation.rays[0].name = name; });
  add([&](auto& spec) { spec.kinds[0].observation.rays[0].hits[0] = name; });
  add([&](auto& spec) { spec.kinds[0].observation.images[0].name = name; });
  add([&](auto& spec) { spec.kinds[0].observation.images[0].channels[0] = name; });
  add([&](auto& spec) { spec.kinds[0].action.heads[0] = CategoricalHead{name, {"a", "b"}}; });
  add([&](auto& spec) { spec.kinds[0].action.heads[0] = CategoricalHead{"move", {"a", name}}; });
  add([&](auto& spec) { spec.outcomes = {name}; });
  add([&](auto& spec) { spec.counts = {name}; });
  return specs;
}

}  // namespace

TEST_CASE("Names may hold whatever a person can read") {
  const std::string longest(saccade::kLongestName, 'x');
  for (const std::string& name : {std::string("a, \"b\" / c"), std::string("Äpfel € 🍎"), longest}) {
    for (const EnvironmentSpec& spec : with_name(name)) CHECK_NOTHROW(check_spec(spec));
  }
}

TEST_CASE("Names that files and terminals cannot bear are refused and shown harmlessly") {
  const auto [name, shown] = GENERATE(table<std::string, std::string>({
      {"won\nlost", R"("won\x0alost")"},
      {std::string("a\0b", 3), R"("a\x00b")"},
      {"\x1b[31mred", R"("\x1b[31mred")"},
      {"\x7f", R"("\x7f")"},
      {"\xc2\x9b", R"("\xc2\x9b")"},                  // A control character of C1.
      {"\xe2\x80\xae", R"("\xe2\x80\xae")"},          // Turns the direction of writing.
      {"\xe2\x80\xa8", R"("\xe2\x80\xa8")"},          // A line separator.
      {"caf\xe9", R"("caf\xe9")"},                    // Latin-1.
      {"\xc3", R"("\xc3")"},                          // Cut off.
      {"\xc0\xaf", R"("\xc0\xaf")"},                  // Longer than it need be.
      {"\xed\xa0\x80", R"("\xed\xa0\x80")"},          // A surrogate.
      {"\xf4\x90\x80\x80", R"("\xf4\x90\x80\x80")"},  // Beyond Unicode.
  }));
  for (const EnvironmentSpec& spec : with_name(name)) {
    CHECK_THROWS_WITH(check_spec(spec), Catch::Contains("found the name " + shown) &&
                                            Catch::Contains("wanted printable characters"));
  }
}

TEST_CASE("Names that are too long or empty are refused") {
  for (const EnvironmentSpec& spec : with_name(std::string(saccade::kLongestName + 1, 'x'))) {
    CHECK_THROWS_WITH(check_spec(spec), Catch::Contains("found a name of 65 bytes") &&
                                            Catch::Contains("wanted at most 64"));
  }
  for (const EnvironmentSpec& spec : with_name("")) {
    CHECK_THROWS_WITH(check_spec(spec), Catch::Contains("found an empty name"));
  }
}

TEST_CASE("An id that a terminal would obey is refused and shown harmlessly") {
  EnvironmentSpec spec = ToyMeadow().spec();
  spec.id = "\x1b[31m";
  CHECK_THROWS_WITH(check_spec(spec),
                    Catch::StartsWith(R"(environment "\x1b[31m": description: id)"));
}
