#include "envs/spaces/space_reading.h"

#include <catch2/catch.hpp>

#include "envs/builtin.h"
#include "envs/spaces/space_description.h"

using namespace saccade;

TEST_CASE("What a checkpoint says of every environment's spaces is read back as it was") {
  Registry registry;
  add_builtin_environments(registry);
  for (const EnvironmentEntry& entry : registry.entries()) {
    CAPTURE(entry.id);
    const std::vector<AgentKind> kinds = entry.make(Options(entry.options))->spec().kinds;
    for (const AgentKind& kind : kinds) {
      CHECK(read_observation_space(describe_space(kind.observation)) == kind.observation);
      CHECK(read_action_space(describe_space(kind.action)) == kind.action);
    }
  }
}

TEST_CASE("Spaces with all that there is are read back") {
  ObservationSpace seen = {
      {{"self", {"x", "y", "a"}, 1}, {"plan", {"dx", "dy"}, -1, true}},
      {{.name = "lidar", .count = 4, .range = 2, .hits = {"wall"}, .optional = true}},
      {{.name = "view", .height = 2, .width = 3, .channels = {"r", "g"}, .pixel_size = 0.5F}}};
  seen.types[0].geometry = {{Geometry::kPosition, {"x", "y"}, {10, 5}},
                            {Geometry::kHeading, {"a"}}};
  CHECK(read_observation_space(describe_space(seen)) == seen);
  const ActionSpace done = {{CategoricalHead{"move", {"left", "right"}, true, true},
                             ContinuousHead{"aim", {"a"}, {-1}, {0.1F}, true},
                             SelectEntityHead{"pick", {1}, true}}};
  CHECK(read_action_space(describe_space(done)) == done);
}

TEST_CASE("In a text by hand what is missing has its default, and what is unknown is refused") {
  using Catch::Matchers::Contains;
  const ObservationSpace seen = read_observation_space(
      R"([{"type":"self","geometry":[{"kind":"heading","features":["a"]}]},)"
      R"({"rays":"eye","count":2,"hits":["wall"]},{"image":"view","height":1,"width":2}])",
      SpaceText::kByHand);
  CHECK(seen.types[0].fixed_count == -1);
  CHECK(seen.types[0].geometry[0].unit == Vec2{1, 1});
  CHECK(seen.rays[0].range == 1);
  CHECK_FALSE(seen.images[0].optional);
  const ActionSpace done = read_action_space(
      R"([{"head":"move","kind":"categorical","labels":["a"]}])", SpaceText::kByHand);
  CHECK_FALSE(is_masked(done.heads[0]));
  CHECK_THROWS_WITH(
      read_observation_space(R"([{"type":"self","feature":["x"]}])", SpaceText::kByHand),
      Contains("observation: self: unknown key feature; did you mean features?"));
  CHECK_THROWS_WITH(read_action_space(R"([{"head":"move","kind":"categorical","masks":true}])",
                                      SpaceText::kByHand),
                    Contains("action: move: unknown key masks; did you mean masked?"));
}

TEST_CASE("Numbers that would be cut are refused") {
  using Catch::Matchers::Contains;
  for (const char* count : {"1.5", "5000000000", "18446744073709551615", "true", "\"1\""}) {
    CAPTURE(count);
    CHECK_THROWS_WITH(
        read_observation_space(std::string(R"([{"type":"a","features":[],"fixed_count":)") + count +
                               "}]"),
        Contains("a: fixed_count: found") && Contains("wanted a whole number"));
  }
  CHECK_THROWS_WITH(read_observation_space(
                        R"([{"rays":"eye","count":1,"range":"far","hits":[],"optional":false}])"),
                    Contains("eye: range: found string, wanted a number"));
}

TEST_CASE("Texts that are no spaces are refused") {
  using Catch::Matchers::Contains;
  CHECK_THROWS_WITH(read_observation_space("[{"), Contains("observation: "));
  CHECK_THROWS_WITH(read_observation_space("{}"), Contains("wanted a list"));
  CHECK_THROWS_WITH(read_observation_space(R"([{"type":"self","features":["x"]}])"),
                    Contains("fixed_count"));
  CHECK_THROWS_WITH(read_action_space(R"([{"head":"move","kind":"shout"}])"), Contains("shout"));
  CHECK_THROWS_WITH(
      read_observation_space(
          R"([{"type":"a","features":[],"fixed_count":1,"geometry":[{"kind":"cube"}]}])"),
      Contains("cube"));
}
