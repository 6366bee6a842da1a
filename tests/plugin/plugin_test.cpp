// Plug-ins: a real one keeps the contract, and each way to be none is told in one clear error.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/builtin.h"
#include "envs/core/plugin.h"
#include "envs/episode/episode_runner.h"
#include "support/environment_contract.h"

namespace {

using Catch::Contains;
using saccade::Error;
using saccade::Options;
using saccade::Registry;

std::string plugin(const std::string& name) {
  return std::string(SACCADE_TEST_PLUGINS) + "/lib" + name + ".so";
}

struct Refusal {
  std::string file;
  std::string why;
};

}  // namespace

TEST_CASE("a plug-in's environment keeps the contract") {
  Registry registry;
  saccade::load_plugin(registry, plugin("catch"));
  REQUIRE(registry.entries().size() == 1);
  const saccade::EnvironmentEntry& entry = registry.find("catch");
  saccade::testing::check_contract([&] { return make_environment(entry, Options(entry.options)); });
  Options many(entry.options);
  many.set("things", 50);
  saccade::testing::check_contract([&] { return make_environment(entry, many); });
}

TEST_CASE("a plug-in does edits, and what it refuses is no failure") {
  Registry registry;
  saccade::load_plugin(registry, plugin("catch"));
  const saccade::EnvironmentEntry& entry = registry.find("catch");
  saccade::EpisodeRunner runner(make_environment(entry, Options(entry.options)), 1);
  using Kind = saccade::StateEdit::Kind;
  CHECK(runner.edit({.kind = Kind::kAdd, .type = "fruit", .place = {5, 0.2F}}) == 7);
  CHECK(runner.edit({.kind = Kind::kMove, .id = 0, .place = {5.5F, 0}}) == 0);
  const std::uint64_t before = runner.digest();
  try {
    runner.edit({.kind = Kind::kRemove, .id = 0});
    FAIL_CHECK("nothing was thrown");
  } catch (const saccade::EpisodeError&) {
    FAIL_CHECK("it counts as a failure");
  } catch (const Error& error) {
    CHECK(error.what() ==
          std::string("removal of entity 0: found nothing that falls, wanted what falls"));
  }
  CHECK(runner.digest() == before);
  runner.step(std::vector<float>{1});
  CHECK(runner.rewards()[0] == 1);  // The fruit falls 0.3 a step, into the basket.
}

TEST_CASE("a plug-in joins the environments that are there") {
  Registry registry;
  saccade::add_builtin_environments(registry);
  const std::size_t before = registry.entries().size();
  saccade::load_plugin(registry, plugin("catch"));
  CHECK(registry.entries().size() == before + 1);
}

TEST_CASE("an environment of a plug-in outlives the registry that it came from") {
  std::unique_ptr<saccade::Environment> environment;
  {
    Registry registry;
    saccade::load_plugin(registry, plugin("catch"));
    const saccade::EnvironmentEntry& entry = registry.find("catch");
    environment = make_environment(entry, Options(entry.options));
  }
  environment->reset(1);
  CHECK(environment->spec().id == "catch");
}

TEST_CASE("what is no plug-in is refused, and the registry stays as it was") {
  const Refusal refusal = GENERATE(
      Refusal{"/nowhere/libnone.so", "there is no such file"},
      Refusal{SACCADE_TEST_PLUGINS, "is a folder"}, Refusal{"/dev/zero", "is no regular file"},
      Refusal{SACCADE_TEXT_FILE, "cannot be loaded as a shared library"},
      Refusal{plugin("no_symbol"), "exports no symbol saccade_plugin"},
      Refusal{plugin("wrong_version"), "was built for plug-in version 999, wanted version " +
                                           std::to_string(saccade::kPluginVersion)},
      Refusal{plugin("wrong_library"), "was built with the standard library libother"},
      Refusal{plugin("throws"), "no licence found"},
      Refusal{plugin("taken_id"), "environment forage: is there already"},
      Refusal{plugin("empty"), "registers no environment"});
  Registry registry;
  saccade::add_builtin_environments(registry);
  const std::size_t before = registry.entries().size();
  CHECK_THROWS_WITH(saccade::load_plugin(registry, refusal.file),
                    Contains(refusal.file) && Contains(refusal.why) && !Contains("\n"));
  CHECK(registry.entries().size() == before);
}

TEST_CASE("an environment that cannot be made is told by name") {
  Registry registry;
  saccade::load_plugin(registry, plugin("bad_constructor"));
  const Refusal refusal =
      GENERATE(Refusal{"throwing", "no map found"}, Refusal{"throwing-number", "no std::exception"},
               Refusal{"missing", "returned nothing"});
  CHECK_THROWS_WITH(make_environment(registry.find(refusal.file), Options()),
                    Contains("environment " + refusal.file) && Contains(refusal.why));
}
