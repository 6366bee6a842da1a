#include "envs/spaces/space_description.h"

#include <catch2/catch.hpp>

using namespace saccade;

namespace {

ObservationSpace space_with_sensors() {
  return {{{"self", {"x", "y"}, 1}, {"food", {"dx"}}},
          {{.name = "lidar", .count = 4, .range = 2, .hits = {"wall"}, .optional = true}},
          {{.name = "view", .height = 2, .width = 3, .channels = {"r", "g"}, .pixel_size = 0.5F}}};
}

}  // namespace

TEST_CASE("A checkpoint's text of what is observed stays as it was stored") {
  CHECK(describe_space(space_with_sensors()) ==
        R"([{"type":"self","features":["x","y"],"fixed_count":1},)"
        R"({"type":"food","features":["dx"],"fixed_count":-1},)"
        R"({"rays":"lidar","count":4,"range":2.0,"hits":["wall"],"optional":true},)"
        R"({"image":"view","height":2,"width":3,"channels":["r","g"],"pixel_size":0.5,)"
        R"("optional":false}])");
}

TEST_CASE("A checkpoint's text of what is done stays as it was stored") {
  const ActionSpace space = {{CategoricalHead{"move", {"left", "right"}, true},
                              ContinuousHead{"aim", {"a"}, {-1}, {0.5F}},
                              SelectEntityHead{"pick", {1}, false}}};
  CHECK(describe_space(space) ==
        R"([{"head":"move","kind":"categorical","labels":["left","right"],"masked":true},)"
        R"({"head":"aim","kind":"continuous","labels":["a"],"low":[-1.0],"high":[0.5]},)"
        R"({"head":"pick","kind":"select-entity","types":[1],"masked":false}])");
}

TEST_CASE("A checkpoint's text names what older ones lack only where it is used") {
  const ObservationSpace space = {{{"self", {}, 1}, {"plan", {"x"}, -1, true}}};
  CHECK(describe_space(space) ==
        R"([{"type":"self","features":[],"fixed_count":1},)"
        R"({"type":"plan","features":["x"],"fixed_count":-1,"critic_only":true}])");
  CHECK(summarise_space(space) == "self(0), plan(1, critic only)");
  CHECK(describe_space(ActionSpace{{ContinuousHead{"aim", {"a"}, {-1}, {0.5F}, true}}}) ==
        R"([{"head":"aim","kind":"continuous","labels":["a"],"low":[-1.0],"high":[0.5],)"
        R"("optional":true}])");
}

TEST_CASE("A checkpoint's text tells of geometry where it is asked for") {
  ObservationSpace space = {{{"self", {"x", "y", "a"}, 1}, {"food", {"dx", "dy"}}}};
  const std::string without = describe_space(space);
  space.types[0].geometry = {{Geometry::kPosition, {"x", "y"}, {10, 5}},
                             {Geometry::kHeading, {"a"}}};
  space.types[1].geometry = {{Geometry::kDirection, {"dx", "dy"}}};
  CHECK(describe_space(space, GeometryText::kWithout) == without);
  CHECK(describe_space(space, GeometryText::kWith) ==
        R"([{"type":"self","features":["x","y","a"],"fixed_count":1,"geometry":[)"
        R"({"kind":"position","features":["x","y"],"unit":[10.0,5.0]},)"
        R"({"kind":"heading","features":["a"],"unit":[1.0,1.0]}]},)"
        R"({"type":"food","features":["dx","dy"],"fixed_count":-1,"geometry":[)"
        R"({"kind":"direction","features":["dx","dy"],"unit":[1.0,1.0]}]}])");
}

TEST_CASE("What is done is told in a line") {
  const ActionSpace space = {{CategoricalHead{"move", {"left", "right"}, true},
                              ContinuousHead{"aim", {"a"}, {-1}, {0.5F}},
                              SelectEntityHead{"pick", {1}}}};
  CHECK(summarise_space(space) == "move: 2 choices, aim: 1 numbers, pick: an entity");
}

TEST_CASE("What is observed is told in a line") {
  CHECK(summarise_space(space_with_sensors()) ==
        "self(2), food(1), lidar(4 rays), view(2 x 3 x 2)");
}
