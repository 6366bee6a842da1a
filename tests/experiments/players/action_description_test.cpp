#include "experiments/players/action_description.h"

#include <catch2/catch.hpp>

namespace saccade {
namespace {

// A choice, a wheel and an entity; the choice may be left out.
AgentKind kind_of_agents() {
  AgentKind kind;
  kind.observation = {{{"self", {"x"}, 1}, {"food", {"x"}, -1}, {"card", {"x"}, -1}}};
  CategoricalHead move{"move", {"stay", "go"}, true};
  move.optional = true;
  kind.action.heads = {move, ContinuousHead{"steer", {"wheel"}, {-2}, {2}},
                       SelectEntityHead{"pick", {1, 2}, false}};
  return kind;
}

Observation see(const AgentKind& kind) {
  Observation seen(kind.observation, kind.action);
  seen.add(0, 0, {0});
  seen.add(1, 5, {0});
  seen.add(2, 9, {0});
  seen.set_mask(0, std::vector<std::uint8_t>{1, 0});
  return seen;
}

}  // namespace

TEST_CASE("An action is told head by head, without probabilities") {
  const AgentKind kind = kind_of_agents();
  const auto heads = describe_action(kind, see(kind), std::vector<float>{0, 1.5F, 1});
  REQUIRE(heads.size() == 3);
  CHECK(heads[0].name == "move");
  CHECK(heads[0].labels == std::vector<std::string>{"stay", "go"});
  CHECK(heads[0].allowed == std::vector<std::uint8_t>{1, 0});
  CHECK(heads[0].chosen == 0);
  CHECK(heads[0].probabilities.empty());
  CHECK(heads[1].value == std::vector<float>{1.5F});
  CHECK(heads[1].low == std::vector<float>{-2});
  CHECK(heads[2].labels == std::vector<std::string>{"food 5", "card 9"});
  CHECK(heads[2].candidates == std::vector<EntityId>{5, 9});
  CHECK(heads[2].allowed == std::vector<std::uint8_t>{1, 1});
  CHECK(heads[2].chosen == 1);
}

TEST_CASE("A head that takes no part chooses nothing") {
  const AgentKind kind = kind_of_agents();
  Observation seen = see(kind);
  seen.skip_head(0);
  const auto heads = describe_action(kind, seen, std::vector<float>{0, 1, 0});
  CHECK(heads[0].chosen == -1);
  CHECK(heads[0].allowed.empty());
  CHECK(heads[2].chosen == 0);
}

TEST_CASE("Without an action there are the choices alone") {
  const AgentKind kind = kind_of_agents();
  const auto heads = describe_choices(kind, see(kind));
  CHECK(heads[0].chosen == -1);
  CHECK(heads[1].value.empty());
  CHECK(heads[1].value_by_hand == std::vector<float>{0});
  CHECK(heads[2].candidates.size() == 2);
}

TEST_CASE("What was done takes the place of what a policy would do") {
  const AgentKind kind = kind_of_agents();
  std::vector<HeadDecision> thoughts =
      describe_action(kind, see(kind), std::vector<float>{0, 1, 0});
  thoughts[2].probabilities = {0.9F, 0.1F};
  const auto done = as_done(kind, see(kind), std::vector<float>{0, -1, 1}, std::move(thoughts));
  CHECK(done[2].probabilities == std::vector<float>{0.9F, 0.1F});
  CHECK(done[2].chosen == 1);
  CHECK(done[1].value == std::vector<float>{-1});
  CHECK(as_done(kind, see(kind), std::vector<float>{0, -1, 1}, {}).size() == 3);
}

TEST_CASE("What a person chose is found again by its name") {
  std::vector<HeadDecision> before(1), now(1);
  before[0] = {.name = "", .labels = {"food 5", "food 9"}, .chosen = 1};
  now[0] = {.name = "", .labels = {"food 3", "food 4", "food 9"}};
  mark_by_hand(before, now);
  CHECK(now[0].by_hand == 2);
  now[0] = {.name = "", .labels = {"food 3"}};
  mark_by_hand(before, now);
  CHECK(now[0].by_hand == -1);
}

}  // namespace saccade
