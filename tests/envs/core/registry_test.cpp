#include "envs/core/registry.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <variant>

#include "envs/builtin.h"
#include "support/toy_meadow.h"

using Catch::Contains;
using saccade::Registry;

namespace {

saccade::EnvironmentEntry entry(const std::string& id) {
  return {.id = id, .summary = "", .options = {}, .make = [](const saccade::Options&) {
            return std::make_unique<saccade::testing::ToyMeadow>();
          }};
}

}  // namespace

TEST_CASE("An environment is found by its id") {
  Registry registry;
  registry.add(entry("toy-meadow"));
  CHECK(registry.find("toy-meadow").id == "toy-meadow");
  CHECK_THROWS_WITH(registry.find("toy-meado"),
                    "unknown environment toy-meado; did you mean toy-meadow?");
  CHECK_THROWS_WITH(Registry().find("toy"), Contains("there is none"));
}

TEST_CASE("An id is taken once and is kebab case") {
  Registry registry;
  registry.add(entry("toy"));
  CHECK_THROWS_WITH(registry.add(entry("toy")), "environment toy: is there already");
  for (const std::string id : {"", "Toy", "toy_meadow", "-toy", "toy-", "toy--meadow", "2toy"}) {
    CHECK_THROWS_WITH(registry.add(entry(id)), Contains("wanted kebab case"));
  }
  CHECK_NOTHROW(registry.add(entry("toy-2-meadows")));
}

TEST_CASE("An id with a colon names an environment outside of the program") {
  Registry registry;
  registry.add(entry("toy"));
  registry.add(saccade::EnvironmentScheme{.name = "socket",
                                          .form = "socket:PORT",
                                          .summary = "",
                                          .entry = [](std::string_view id, std::string_view place) {
                                            if (place.empty())
                                              throw saccade::Error("socket: wanted a port");
                                            saccade::EnvironmentEntry found = entry("toy");
                                            found.id = id;
                                            return found;
                                          }});
  CHECK(registry.find("socket:5555").id == "socket:5555");
  CHECK_THROWS_WITH(registry.find("socket:"), "socket: wanted a port");
  CHECK_THROWS_WITH(registry.find("sockets:5555"), Contains("wanted one of: socket:PORT, toy"));
  CHECK_THROWS_WITH(registry.find("socket"), Contains("unknown environment socket"));
  CHECK_THROWS_WITH(registry.add(saccade::EnvironmentScheme{"A b", "", "", nullptr}),
                    Contains("wanted a kebab-case name"));
}

TEST_CASE("An entry without a maker is refused") {
  saccade::EnvironmentEntry empty = entry("toy");
  empty.make = nullptr;
  CHECK_THROWS_WITH(Registry().add(empty), Contains("has no function that makes it"));
}

TEST_CASE("Options that count entities are whole numbers and name types that there are") {
  Registry registry;
  saccade::add_builtin_environments(registry);
  std::set<std::string> counting;
  for (const saccade::EnvironmentEntry& entry : registry.entries()) {
    std::set<std::string> types;
    const auto environment = saccade::make_environment(entry, saccade::Options(entry.options));
    for (const saccade::AgentKind& kind : environment->spec().kinds) {
      for (const saccade::EntityType& type : kind.observation.types) types.insert(type.name);
    }
    for (const saccade::OptionSpec& option : entry.options) {
      INFO(entry.id << " " << option.name);
      if (option.counts.empty()) continue;
      counting.insert(entry.id);
      CHECK(std::holds_alternative<int>(option.default_value));
      for (const std::string& type : option.counts) CHECK(types.contains(type));
    }
  }
  for (const char* id :
       {"forage", "minefield", "crowd-nav", "intersection", "spread", "tag", "coverage", "line",
        "formation", "relay", "sorter", "matching-balls", "treasure-hunt", "cherry-pick"}) {
    INFO(id);
    CHECK(counting.contains(id));
  }
}

TEST_CASE("All environments that ship are registered and explain their options") {
  Registry registry;
  saccade::add_builtin_environments(registry);
  for (const char* id :
       {"cartpole", "pendulum", "lunar-lander", "lunar-lander-continuous", "forage"}) {
    const saccade::EnvironmentEntry& found = registry.find(id);
    CHECK_FALSE(found.summary.empty());
    CHECK_FALSE(found.options.empty());
    CHECK(std::none_of(found.options.begin(), found.options.end(),
                       [](const auto& option) { return option.help.empty(); }));
  }
}
