#include "envs/episode/spec_difference.h"

#include <catch2/catch.hpp>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/toy_meadow.h"

using namespace saccade;
using testing::ToyMeadow;

namespace {

using Change = std::function<void(EnvironmentSpec&)>;

template <class Head>
Change of_head(std::size_t index, void (*change)(Head&)) {
  return [=](EnvironmentSpec& spec) { change(std::get<Head>(spec.kinds[0].action.heads[index])); };
}

// One change of each member, and what is said about it.
const std::vector<std::pair<Change, std::string>> kChanges = {
    {[](auto& s) { s.kinds[0].observation.types[1].name = "door"; },
     "entity type gate, name: found door, was gate"},
    {[](auto& s) {
       s.kinds[0].observation.types[2].features = {"x", "y"};
     },
     "entity type flower: found 2 features, was 1"},
    {[](auto& s) { s.kinds[0].observation.types[2].features = {"y"}; },
     "entity type flower, features, number 0: found y, was x"},
    {[](auto& s) { s.kinds[0].observation.types[1].fixed_count = 2; },
     "entity type gate, fixed_count: found 2, was 1"},
    {[](auto& s) { s.kinds[0].observation.types[1].critic_only = true; },
     "entity type gate, critic_only: found yes, was no"},
    {[](auto& s) {
       s.kinds[0].observation.types[1].geometry = {{Geometry::kAngle, {"x"}}};
     },
     "entity type gate: found 1 geometry groups, was 0"},
    {[](auto& s) { s.kinds[0].observation.rays[0].count = 4; },
     "rays whiskers, count: found 4, was 3"},
    {[](auto& s) { s.kinds[0].observation.rays[0].hits = {"hedge"}; },
     "rays whiskers: found 1 hits, was 2"},
    {[](auto& s) { s.kinds[0].observation.images[0].pixel_size = 2; },
     "image picture, pixel_size: found 2, was 1"},
    {[](auto& s) { s.kinds[0].observation.images[0].optional = false; },
     "image picture, optional: found no, was yes"},
    {[](auto& s) {
       s.kinds[0].action.heads[0] = ContinuousHead{"move", {"a"}, {0}, {1}};
     },
     "action head move, kind: found continuous, was categorical"},
    {of_head<CategoricalHead>(0, [](auto& head) { head.masked = false; }),
     "action head move, masked: found no, was yes"},
    {of_head<CategoricalHead>(0, [](auto& head) { head.optional = true; }),
     "action head move, optional: found yes, was no"},
    {of_head<ContinuousHead>(1, [](auto& head) { head.low = {-1}; }),
     "action head wave: found 1 low bounds, was 2"},
    {of_head<ContinuousHead>(1,
                             [](auto& head) {
                               head.high = {1, 6};
                             }),
     "action head wave, high bounds, number 1: found 6, was 5"},
    {of_head<SelectEntityHead>(3, [](auto& head) { head.types = {1}; }),
     "action head look_at: found 1 types, was 2"},
    {[](auto& s) { s.max_steps = kNoLimit; }, "max_steps: found no limit, was 12"},
    {[](auto& s) { s.reward_low = -std::numeric_limits<float>::infinity(); },
     "reward_low: found -inf, was -1"},
};

}  // namespace

TEST_CASE("What features say about the plane is told in words") {
  EnvironmentSpec was = ToyMeadow().spec();
  was.kinds[0].observation.types[0].geometry = {{Geometry::kPosition, {"x", "time"}}};
  EnvironmentSpec found = was;
  Geometry& group = found.kinds[0].observation.types[0].geometry[0];
  group.unit = {2, 2};
  const std::string thing = "entity type self, geometry groups, number 0: ";
  CHECK(spec_difference(found, was) ==
        thing + "found position (x, time) in units of 2, was position (x, time)");
  group = {Geometry::kDirection, {"x", "time"}, {2, 0.5F}};
  CHECK(spec_difference(found, was) ==
        thing + "found direction (x, time) in units of 2 x 0.5, was position (x, time)");
}

TEST_CASE("The first difference of two descriptions is told in words") {
  const EnvironmentSpec was = ToyMeadow().spec();
  CHECK(spec_difference(was, was).empty());
  for (const auto& [change, message] : kChanges) {
    EnvironmentSpec found = was;
    change(found);
    CHECK(spec_difference(found, was) == message);
  }
}
