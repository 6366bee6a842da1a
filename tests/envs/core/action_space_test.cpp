#include "envs/core/action_space.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <variant>
#include <vector>

using namespace saccade;

namespace {

std::map<float, int> tally(const ActionSpace& space, const Observation& seen) {
  std::map<float, int> counts;
  Rng rng(11);
  for (int i = 0; i < 3000; ++i) {
    float action = 0;
    random_action(space, seen, rng, {&action, 1});
    ++counts[action];
  }
  return counts;
}

}  // namespace

TEST_CASE("Random choices are uniform over all labels") {
  const ActionSpace space{{CategoricalHead{"move", {"a", "b", "c"}}}};
  const auto counts = tally(space, Observation({}, space));
  REQUIRE(counts.size() == 3);
  for (const auto& [action, count] : counts) CHECK(count == Approx(1000).margin(100));
}

TEST_CASE("Random choices keep to the mask, uniformly") {
  const ActionSpace space{{CategoricalHead{"move", {"a", "b", "c", "d"}, true}}};
  Observation seen({}, space);
  seen.set_mask(0, std::vector<std::uint8_t>{0, 1, 0, 1});
  const auto counts = tally(space, seen);
  REQUIRE(counts.size() == 2);
  CHECK(counts.at(1) == Approx(1500).margin(120));
  CHECK(counts.at(3) == Approx(1500).margin(120));
}

TEST_CASE("Random selections range over the entities in view, and are -1 without any") {
  const ObservationSpace observation{{{"self", {"x"}, 1}, {"food", {"x"}}, {"rock", {"x"}}}};
  const ActionSpace space{{SelectEntityHead{"pick", {1, 2}}}};
  Observation seen(observation, space);
  seen.add(0, 0, {0});
  CHECK(tally(space, seen) == std::map<float, int>{{-1, 3000}});
  seen.add(1, 1, {0});
  seen.add(2, 2, {0});
  CHECK(tally(space, seen).size() == 2);
}

TEST_CASE("Random vectors fill their bounds") {
  const ActionSpace space{{ContinuousHead{"push", {"x", "y"}, {-1, 5}, {1, 7}}}};
  const Observation seen({}, space);
  Rng rng(1);
  float mean = 0;
  for (int i = 0; i < 1000; ++i) {
    std::vector<float> action(2);
    random_action(space, seen, rng, action);
    CHECK((action[0] >= -1 && action[0] <= 1 && action[1] >= 5 && action[1] <= 7));
    mean += action[1] / 1000;
  }
  CHECK(mean == Approx(6).margin(0.1));
}

namespace {

const ObservationSpace kSeen{{{"self", {"x"}, 1}, {"food", {"x"}}, {"rock", {}}}};

ActionSpace all_kinds() {
  return {{CategoricalHead{"move", {"left", "right"}, true},
           ContinuousHead{"push", {"x", "y"}, {-1, 0.25F}, {1, 2}},
           SelectEntityHead{"pick", {2, 1}}}};
}

std::string told(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.describe(kSeen); }, head);
}

std::string in_short(const ActionHead& head) {
  return std::visit([](const auto& h) { return h.summary(); }, head);
}

}  // namespace

TEST_CASE("Each kind of head says what it is") {
  const std::vector<ActionHead> heads = all_kinds().heads;
  CHECK(told(heads[0]) == "one of 2: 0 left, 1 right");
  CHECK(told(heads[1]) == "a vector: x in [-1, 1], y in [0.25, 2]");
  CHECK(told(heads[2]) == "one entity of: rock food");
  CHECK(in_short(heads[0]) == "2 choices");
  CHECK(in_short(heads[1]) == "2 numbers");
  CHECK(in_short(heads[2]) == "an entity");
  CHECK(std::string(head_kind(heads[0])) == "categorical");
  CHECK(std::string(head_kind(heads[1])) == "continuous");
  CHECK(std::string(head_kind(heads[2])) == "select-entity");
}

TEST_CASE("Each kind of head says how wide its action is and what it chooses from") {
  const ActionSpace space = all_kinds();
  Observation seen(kSeen, space);
  seen.add(1, 1, {0});
  seen.add(2, 2, {});
  seen.add(2, 3, {});
  CHECK(action_width(space) == 4);
  CHECK(action_width(space.heads[1]) == 2);
  CHECK(choice_count(space.heads[0], seen) == 2);
  CHECK(choice_count(space.heads[1], seen) == 0);
  CHECK(choice_count(space.heads[2], seen) == 3);
  CHECK(is_masked(space.heads[0]));
  CHECK_FALSE(is_masked(space.heads[1]));
  CHECK_FALSE(is_optional(space.heads[2]));
  CHECK(skipped_action(space.heads[0]) == -1);
  CHECK(skipped_action(space.heads[1]) == 0);
}

TEST_CASE("A selection of nothing is right only when there is nothing") {
  const ActionSpace space{{SelectEntityHead{"pick", {1}}}};
  Observation seen(kSeen, space);
  CHECK_NOTHROW(check_action(space, seen, std::vector<float>{-1}));
  seen.add(1, 1, {0});
  CHECK_NOTHROW(check_action(space, seen, std::vector<float>{0}));
  CHECK_THROWS_WITH(check_action(space, seen, std::vector<float>{-1}),
                    Catch::Contains("action head pick: found -1, wanted a whole number"));
}
