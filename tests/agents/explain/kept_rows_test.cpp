#include "agents/explain/kept_rows.h"

#include <catch2/catch.hpp>
#include <vector>

namespace saccade {
namespace {

const ObservationSpace kSpace = {
    .types = {{"self", {"a"}, 1}, {"food", {"x"}}, {"secret", {"x"}, -1, true}, {"wall", {"x"}}},
    .rays = {{.name = "rays", .count = 2, .range = 1, .hits = {"wall"}}},
    .images = {}};
const ActionSpace kActions = {{CategoricalHead{"move", {"left", "right"}, true},
                               SelectEntityHead{"pick", {3, 1}, true},
                               SelectEntityHead{"look", {1}, false, true}}};

Observation scene() {
  Observation seen(kSpace, kActions);
  seen.add(0, 0, {1}, {0, 0});
  seen.add(1, 10, {2}, {1, 0});
  seen.add(1, 11, {3}, {2, 0});
  seen.add(2, 12, {4});
  seen.add(3, 13, {5}, {3, 0}, {1, 1});
  seen.set_rays(0, {0, 0}, 0.5F, std::vector<float>{1, 0.5F}, std::vector<int>{-1, 0});
  seen.set_mask(0, std::vector<std::uint8_t>{1, 0});
  seen.set_mask(1, std::vector<std::uint8_t>{0, 1, 1});  // Wall 13, food 10, food 11.
  seen.skip_head(2);
  return seen;
}

TEST_CASE("neither the agent nor what the critic alone sees can be taken away") {
  const std::vector<EntityPlace> entities = removable_entities(kSpace, scene());
  REQUIRE(entities.size() == 3);
  CHECK(entities[0].id == 10);
  CHECK(entities[1].id == 11);
  CHECK(entities[2].id == 13);
}

TEST_CASE("an entity that goes takes its row, its choices and their masks along") {
  const Observation seen = scene();
  const std::vector<EntityPlace> entities = removable_entities(kSpace, seen);
  const KeptEntities kept = {0, 1, 1};
  const Observation left = observation_with(kSpace, kActions, seen, entities, kept);
  CHECK(left.rows()[0].ids == std::vector<EntityId>{0});
  CHECK(left.rows()[1].ids == std::vector<EntityId>{11});
  CHECK(left.rows()[1].features == std::vector<float>{3});
  CHECK(left.rows()[2].ids == std::vector<EntityId>{12});
  CHECK(left.rows()[3].velocities[0] == Vec2{1, 1});
  CHECK(left.rays()[0].distances == std::vector<float>{1, 0.5F});
  CHECK(left.masks()[0] == std::vector<std::uint8_t>{1, 0});
  CHECK(left.masks()[1] == std::vector<std::uint8_t>{0, 1});
  CHECK(left.has_head(1));
  CHECK_FALSE(left.has_head(2));
  const auto choices = kept_choices(kActions, seen, entities, kept);
  CHECK(choices[0].empty());
  CHECK(choices[1] == std::vector<int>{0, 2});
  CHECK(choices[2] == std::vector<int>{1});
}

TEST_CASE("with all entities kept nothing changes") {
  const Observation seen = scene();
  const std::vector<EntityPlace> entities = removable_entities(kSpace, seen);
  const Observation same = observation_with(kSpace, kActions, seen, entities, {1, 1, 1});
  for (std::size_t t = 0; t < seen.rows().size(); ++t) {
    CHECK(same.rows()[t].ids == seen.rows()[t].ids);
    CHECK(same.rows()[t].features == seen.rows()[t].features);
  }
  CHECK(same.masks() == seen.masks());
}

}  // namespace
}  // namespace saccade
