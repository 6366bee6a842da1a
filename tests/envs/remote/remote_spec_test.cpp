#include "envs/remote/remote_spec.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "envs/builtin.h"
#include "socket/served.h"
#include "support/toy_meadow.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::description_of;
using Json = nlohmann::json;

namespace {

const char* const kSmall = R"({"id": "toy", "kinds": [{
  "observation": [{"type": "self", "features": ["x"]}],
  "action": [{"head": "move", "kind": "categorical", "labels": ["left", "right"]}]}]})";

/// The small description with one change: `value` at `place`.
std::string changed(const std::string& place, const Json& value) {
  Json json = Json::parse(kSmall);
  json[Json::json_pointer(place)] = value;
  return json.dump();
}

}  // namespace

TEST_CASE("A description of every environment is read as what it was written from") {
  Registry registry;
  add_builtin_environments(registry);
  for (const EnvironmentEntry& entry : registry.entries()) {
    CAPTURE(entry.id);
    EnvironmentSpec spec = make_environment(entry, Options(entry.options))->spec();
    spec.has_edits = false;  // What is asked of another program is kept small.
    for (EntityType& type : spec.kinds[0].observation.types) CHECK_FALSE(type.name.empty());
    CHECK(read_remote_spec(description_of(spec, true)) == RemoteSpec{spec, true});
  }
  const EnvironmentSpec meadow = testing::ToyMeadow().spec();
  CHECK(read_remote_spec(description_of(meadow, false)) == RemoteSpec{meadow, false});
}

TEST_CASE("What a description leaves out has its default") {
  const RemoteSpec remote = read_remote_spec(kSmall);
  CHECK_FALSE(remote.draws);
  CHECK(remote.spec.id == "toy");
  CHECK(remote.spec.kinds[0].agents == 1);
  CHECK(remote.spec.kinds[0].observation.types[0].fixed_count == -1);
  CHECK(remote.spec.max_steps == kNoLimit);
  CHECK(std::isinf(remote.spec.reward_low));
  CHECK(read_remote_spec(changed("/reward", {-1, nullptr})).spec.reward_low == -1);
}

TEST_CASE("A description that is none is refused, with what was found and wanted") {
  struct Case {
    std::string text;
    const char* message;
  };
  const Case cases[] = {
      {"", "is no JSON"},
      {"[", "is no JSON"},
      {"[]", "wanted an object"},
      {"{}", "id: is missing, wanted a text"},
      {R"({"id": "toy"})", "kinds: found null, wanted a list"},
      {std::string(100'000, '['), "too deeply nested"},
      {changed("/id", 7), "id: found 7, wanted a text"},
      {changed("/id", "Two Words"), "wanted kebab case"},
      {changed("/max_step", 7), "unknown key max_step; did you mean max_steps?"},
      {changed("/max_steps", 0), "max_steps: found 0, wanted a whole number in [1, 2147483647]"},
      {changed("/max_steps", 2.5), "max_steps: found 2.5"},
      {changed("/steps_per_second", -1), "steps_per_second: found -1"},
      {changed("/reward", 1), "wanted [lowest, highest]"},
      {changed("/reward", {1, -1}), "low not above high"},
      {changed("/outcomes", "won"), "wanted a list of texts"},
      {changed("/outcomes", {"won", "won"}), "wanted different names"},
      {changed("/draws", 1), "draws: found 1, wanted true or false"},
      {changed("/kinds/0/agents", 100'000'000), "what all agents see and do"},
      {changed("/kinds/0/agents", -2), "agents: found -2"},
      {changed("/kinds/0/observation", {}), "observation: found null, wanted a list"},
      {changed("/kinds/0/observation/0/type", 3), "observation: "},
      {changed("/kinds/0/observation/0/features", "x"), "self: features: found string"},
      {changed("/kinds/0/observation/0/feature", "x"), "unknown key feature"},
      {changed("/kinds/0/observation/0/fixed_count", 1.5), "found 1.5, wanted a whole number"},
      {changed("/kinds/0/observation/0/fixed_count", 5'000'000'000), "wanted a whole number"},
      {changed("/kinds/0/action/0/kind", "shout"), "unknown kind of action head"},
      {changed("/kinds/0/action/0/labels", Json::array()), "no labels"},
      {changed("/kinds/0/observation/1",
               {{"rays", "eye"}, {"count", 2'000'000'000}, {"hits", {"wall"}}}),
       "what all agents see and do"},
      {changed("/kinds/0/observation/1",
               {{"image", "view"}, {"height", 100'000}, {"width", 100'000}, {"channels", {"r"}}}),
       "what all agents see and do"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.text.substr(0, 300));
    CHECK_THROWS_WITH(read_remote_spec(wrong.text), Contains(wrong.message));
  }
}
