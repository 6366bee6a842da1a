#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "envs/episode/observation_check.h"
#include "support/toy_meadow.h"

using saccade::check_spec;
using saccade::EnvironmentSpec;
using saccade::testing::ToyMeadow;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Flaw {
  std::function<void(EnvironmentSpec&)> make;
  std::string message;
};

std::vector<Flaw> flaws_of_what_is_seen() {
  return {
      {[](auto& s) { s.id = "Toy"; }, "id: found \"Toy\", wanted kebab case"},
      {[](auto& s) { s.kinds[0].agents = 0; }, "agents: found 0"},
      {[](auto& s) { s.max_steps = 0; }, "max_steps: found 0"},
      {[](auto& s) { s.steps_per_second = 0; }, "steps_per_second: found 0"},
      {[](auto& s) { s.reward_low = 2; }, "reward range: found [2, 1]"},
      {[](auto& s) { s.kinds[0].observation.types.clear(); }, "entity types: found none"},
      {[](auto& s) { s.kinds[0].observation.types[1].name = "self"; }, "found self twice"},
      {[](auto& s) { s.reward_high = std::nanf(""); }, "reward range: found [-1, nan]"},
      {[](auto& s) { s.reward_low = s.reward_high = kInfinity; }, "reward range: found [inf, inf]"},
      {[](auto& s) { s.max_steps = -1; }, "max_steps: found -1"},
      {[](auto& s) { s.kinds[0].observation.types[0].critic_only = true; },
       "entity type self, the agent itself: found critic_only, wanted a type that the policy sees"},
      {[](auto& s) { s.kinds[0].observation.types[0].fixed_count = 2; },
       "found fixed_count 2, wanted 1"},
      {[](auto& s) { s.kinds[0].observation.types[2].fixed_count = -2; }, "found fixed_count -2"},
      {[](auto& s) { s.kinds[0].observation.rays[0].name = "flower"; }, "found flower twice"},
      {[](auto& s) { s.kinds[0].observation.images[0].name = "whiskers"; }, "found whiskers twice"},
      {[](auto& s) { s.kinds[0].observation.rays[0].count = 0; }, "rays whiskers: found 0 rays"},
      {[](auto& s) { s.kinds[0].observation.rays[0].range = 0; }, "rays whiskers: found range 0"},
      {[](auto& s) { s.kinds[0].observation.rays[0].hits.clear(); },
       "rays whiskers: found no kind of hit"},
      {[](auto& s) { s.kinds[0].observation.rays[0].hits[1] = "hedge"; }, "found hedge twice"},
      {[](auto& s) { s.kinds[0].observation.images[0].width = 0; },
       "image picture: found 1 x 0 pixels"},
      {[](auto& s) { s.kinds[0].observation.images[0].pixel_size = -1; }, "found pixel_size -1"},
      {[](auto& s) { s.kinds[0].observation.images[0].channels.clear(); },
       "picture: found no channels"},
      {[](auto& s) { s.kinds[0].observation.images[0].channels[0] = ""; }, "found an empty name"},
  };
}

/// The meadow's types are self (x, time), gate (x) and flower (x).
Flaw of_geometry(std::size_t type, const std::vector<saccade::Geometry>& geometry,
                 const std::string& message) {
  return {[=](EnvironmentSpec& s) { s.kinds[0].observation.types[type].geometry = geometry; },
          "geometry of entity type " + message};
}

std::vector<Flaw> flaws_of_geometry() {
  using saccade::Geometry;
  const auto unknown = static_cast<Geometry::Kind>(7);
  return {
      of_geometry(0, {{Geometry::kPoint, {"x"}}},
                  "self, point: found 1 features, wanted two, x and y"),
      of_geometry(0, {{Geometry::kDirection, {}}}, "self, direction: found 0 features"),
      of_geometry(0, {{Geometry::kHeading, {"x", "time", "x"}}},
                  "self, heading: found 3 features, wanted one in rad, or two, cosine and sine"),
      of_geometry(1, {{Geometry::kPoint, {"x", "y"}}},
                  "gate, point: found the feature \"y\", wanted one that the type has"),
      of_geometry(2, {{Geometry::kHeading, {"x"}}},
                  "flower, heading: found entity type flower, wanted type 0, the agent itself"),
      of_geometry(0, {{Geometry::kHeading, {"x"}}, {Geometry::kHeading, {"time"}}},
                  "self, heading: found it twice, wanted it once"),
      of_geometry(0, {{Geometry::kAngle, {"x"}}, {Geometry::kPoint, {"x", "time"}}},
                  "self: found x twice, wanted different names"),
      of_geometry(0, {{Geometry::kPoint, {"x", "time"}, {1, 0}}},
                  "self, point: found unit 0, wanted a finite number above 0"),
      of_geometry(0, {{unknown, {"x"}}}, "self: found the kind 7, wanted 0 to 4"),
  };
}

std::vector<Flaw> flaws_of_what_is_done() {
  using saccade::ContinuousHead;
  using saccade::SelectEntityHead;
  return {
      {[](auto& s) { s.kinds[0].action.heads.clear(); }, "action heads: found none"},
      {[](auto& s) {
         s.kinds[0].action.heads[0] = saccade::CategoricalHead{"move", {}};
       },
       "no labels"},
      {[](auto& s) {
         s.kinds[0].action.heads[1] = ContinuousHead{"w", {"a"}, {0}, {}};
       },
       "as many of each"},
      {[](auto& s) {
         s.kinds[0].action.heads[1] = ContinuousHead{"w", {"a"}, {1}, {1}};
       },
       "bounds [1, 1]"},
      {[](auto& s) {
         s.kinds[0].action.heads[2] = SelectEntityHead{"p", {3}};
       },
       "does not exist"},
      {[](auto& s) {
         s.kinds[0].action.heads[2] = SelectEntityHead{"p", {1, 1}};
       },
       "a type twice"},
      {[](auto& s) { s.kinds[0].observation.types[2].critic_only = true; },
       "action head pick: found entity type flower, which is critic_only"},
      {[](auto& s) {
         s.kinds[0].action.heads[2] = SelectEntityHead{"move", {1}};
       },
       "found move twice"},
      {[](auto& s) {
         s.outcomes = {"a", ""};
       },
       "outcomes: found an empty name"},
      {[](auto& s) {
         s.counts = {"a", "a"};
       },
       "counts: found a twice"},
  };
}

}  // namespace

TEST_CASE("A description that makes no sense is refused with what is wrong") {
  CHECK_NOTHROW(check_spec(ToyMeadow().spec()));
  std::vector<Flaw> flaws = flaws_of_what_is_seen();
  for (const Flaw& flaw : flaws_of_what_is_done()) flaws.push_back(flaw);
  for (const Flaw& flaw : flaws_of_geometry()) flaws.push_back(flaw);
  for (const Flaw& flaw : flaws) {
    EnvironmentSpec spec = ToyMeadow().spec();
    flaw.make(spec);
    CHECK_THROWS_WITH(check_spec(spec), Catch::Contains(flaw.message));
  }
}

TEST_CASE(
    "Types without features and quantities without bounds make sense if they are written so") {
  EnvironmentSpec spec = ToyMeadow().spec();
  for (auto& type : spec.kinds[0].observation.types) type.features.clear();
  spec.max_steps = saccade::kNoLimit;
  spec.reward_low = -kInfinity;
  spec.reward_high = kInfinity;
  CHECK_NOTHROW(check_spec(spec));
  spec.kinds[0].action.heads = {spec.kinds[0].action.heads[0]};
  spec.kinds[0].observation.types[1].critic_only = true;
  CHECK_NOTHROW(check_spec(spec));
}

TEST_CASE("An observation can be checked on its own") {
  const ToyMeadow meadow;
  saccade::Observation seen(meadow.spec().kinds[0].observation, meadow.spec().kinds[0].action);
  CHECK_THROWS_WITH(saccade::check_observation(meadow.spec().kinds[0], seen),
                    Catch::Contains("entity type self: found 0 rows, wanted 1"));
}

TEST_CASE("An observation begins again without readings") {
  const ToyMeadow meadow;
  saccade::Observation seen(meadow.spec().kinds[0].observation, meadow.spec().kinds[0].action);
  CHECK_FALSE(seen.rays()[0].present);
  seen.set_rays(0, {1, 2}, 0.5F, std::vector<float>{1, 1, 2}, std::vector<int>{0, 1, -1});
  seen.set_image(0, {3, 4}, std::vector<float>{1, 2, 3, 4});
  seen.add(0, 0, {1, 2});
  CHECK(seen.rays()[0].present);
  CHECK(seen.rays()[0].heading == 0.5F);
  CHECK(seen.images()[0].origin.y == 4);
  CHECK(std::isnan(seen.rows()[0].velocities.at(0).x));
  seen.clear();
  CHECK_FALSE(seen.rays()[0].present);
  CHECK(seen.rays()[0].distances.empty());
  CHECK_FALSE(seen.images()[0].present);
  CHECK(seen.rows()[0].velocities.empty());
}
