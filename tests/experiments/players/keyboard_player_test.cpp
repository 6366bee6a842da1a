#ifdef SACCADE_WITH_RENDER
#include "experiments/players/keyboard_player.h"

#include <catch2/catch.hpp>
#include <memory>

#include "experiments/play/episode_source.h"
#include "support/workshop.h"

using namespace saccade;

namespace {

const render::HeldKeys kNone{};
const render::HeldKeys kLeftKey{.left = true};
const render::HeldKeys kRightKey{.right = true};
const render::HeldKeys kUpKey{.up = true};
const render::HeldKeys kUpLeft{.left = true, .up = true};

render::HeldKeys digit(int number) {
  return {.digit = number};
}

ActionSpace choices(std::vector<std::string> labels, bool masked = false) {
  return {{CategoricalHead{"move", std::move(labels), masked}}};
}

// One agent, which may walk to the left or right.
EnvironmentSpec walk() {
  EnvironmentSpec spec;
  spec.kinds = {
      {.observation = {{{"self", {"x"}, 1}}}, .action = choices({"none", "left", "right"})}};
  return spec;
}

// What the agent sees where there is nobody else.
Observation alone(const EnvironmentSpec& spec) {
  Observation observation(spec.kinds[0].observation, spec.kinds[0].action);
  observation.add(0, 0, {0});
  return observation;
}

// The label that these keys choose.
std::string label(const std::vector<std::string>& labels, const render::HeldKeys& keys,
                  float previous = 0) {
  const ActionSpace space = choices(labels);
  const Observation observation(ObservationSpace{{{"self", {"x"}, 1}}}, space);
  return labels.at(
      static_cast<std::size_t>(action_for_keys(space, observation, keys, {previous})[0]));
}

std::vector<float> push(const ContinuousHead& head, const render::HeldKeys& keys) {
  const ActionSpace space{{head}};
  const Observation observation(ObservationSpace{{{"self", {"x"}, 1}}}, space);
  return action_for_keys(space, observation, keys, std::vector<float>(head.low.size()));
}

}  // namespace

TEST_CASE("Arrows mean what the labels say") {
  const std::vector<std::string> lander = {"nothing", "left engine", "main engine", "right engine"};
  CHECK(label(lander, kNone) == "nothing");
  CHECK(label(lander, kLeftKey) == "left engine");
  CHECK(label(lander, kUpKey) == "main engine");
  CHECK(label(lander, kRightKey, 2) == "right engine");
}

TEST_CASE("Two arrows are a diagonal, or one of the two where there is none") {
  const std::vector<std::string> eight = {"none",      "north",      "northeast",
                                          "east",      "south_east", "south",
                                          "southwest", "west",       "north-west"};
  CHECK(label(eight, kUpLeft) == "north-west");
  CHECK(label(eight, {.right = true, .down = true}) == "south_east");
  CHECK(label({"stay", "left", "right"}, kUpLeft) == "left");
}

TEST_CASE("Without a label for no direction the last choice stands") {
  CHECK(label({"left", "right"}, kNone, 1) == "right");
  CHECK(label({"left", "right"}, kLeftKey, 1) == "left");
}

TEST_CASE("Digits choose by number, if there are so many") {
  CHECK(label({"a", "b", "c"}, digit(2)) == "c");
  CHECK(label({"a", "b", "c"}, digit(7), 1) == "a");
}

TEST_CASE("A forbidden choice gives way to the first allowed one") {
  const ActionSpace space = choices({"stay", "left", "right"}, true);
  Observation observation(ObservationSpace{{{"self", {"x"}, 1}}}, space);
  observation.set_mask(0, std::vector<std::uint8_t>{0, 0, 1});
  CHECK(action_for_keys(space, observation, kLeftKey, {0}) == std::vector<float>{2});
}

TEST_CASE("Arrows push continuous actions to the ends of their range") {
  const ContinuousHead plane{"push", {"x", "y"}, {-1, -2}, {1, 2}};
  CHECK(push(plane, kNone) == std::vector<float>{0, 0});
  CHECK(push(plane, kUpLeft) == std::vector<float>{-1, 2});
  CHECK(push(plane, {.left = true, .right = true}) == std::vector<float>{0, 0});
  const ContinuousHead lander{"engines", {"main", "lateral"}, {-1, -1}, {1, 1}};
  CHECK(push(lander, kUpKey) == std::vector<float>{1, 0});
  CHECK(push(lander, kRightKey) == std::vector<float>{0, 1});
}

TEST_CASE("At rest a continuous action is as near to zero as its range allows") {
  CHECK(push({"heat", {"power"}, {2}, {5}}, kNone) == std::vector<float>{2});
}

TEST_CASE("Digits select entities, and without candidates nothing is selected") {
  const ActionSpace space{{SelectEntityHead{"eat", {1}, false}}};
  const ObservationSpace types{{{"self", {"x"}, 1}, {"food", {"x"}, -1}}};
  Observation observation(types, space);
  observation.add(0, 0, {0});
  CHECK(action_for_keys(space, observation, digit(1), {0}) == std::vector<float>{-1});
  observation.add(1, 5, {0});
  observation.add(1, 6, {0});
  CHECK(action_for_keys(space, observation, digit(1), {-1}) == std::vector<float>{1});
  CHECK(action_for_keys(space, observation, kNone, {-1}) == std::vector<float>{0});
}

TEST_CASE("A person's keys are acted on at once") {
  const EnvironmentSpec spec = walk();
  const Observation observation = alone(spec);
  KeyboardPlayer player(spec, 0, std::make_unique<RandomPlayer>(spec));
  player.begin_episode(1);
  const Decision before = player.think(0, observation);
  REQUIRE(before.heads.size() == 1);
  CHECK(before.heads[0].labels == std::vector<std::string>{"none", "left", "right"});
  CHECK(before.heads[0].probabilities.empty());
  CHECK(before.heads[0].by_hand == -1);
  player.hold(kRightKey);
  CHECK(player.act(0, observation, before) == std::vector<float>{2});
  const Decision after = player.think(0, observation);
  CHECK(after.heads[0].by_hand == 2);
  CHECK(after.heads[0].chosen == -1);
  CHECK_FALSE(player.has_value());
  CHECK(player.name() == "you");
}

TEST_CASE("A clicked entity is chosen while it is there, wherever it stands in the list") {
  const ActionSpace space{{SelectEntityHead{"pick", {1, 2}, true}}};
  const ObservationSpace types{{{"self", {"x"}, 1}, {"food", {"x"}, -1}, {"card", {"x"}, -1}}};
  Observation observation(types, space);
  observation.add(0, 0, {0});
  observation.add(1, 5, {0});
  observation.add(2, 6, {0});
  observation.add(2, 9, {0});
  observation.set_mask(0, std::vector<std::uint8_t>{1, 1, 1});
  const render::HeldKeys click{.chosen = 9};
  CHECK(action_for_keys(space, observation, click, {0}) == std::vector<float>{2});
  CHECK(action_for_keys(space, observation, {.chosen = 4}, {2}) == std::vector<float>{0});
  observation.set_mask(0, std::vector<std::uint8_t>{1, 1, 0});
  CHECK(action_for_keys(space, observation, click, {0}) == std::vector<float>{0});
}

TEST_CASE("A stick steers: directions by half of its way, numbers by how far it is tilted") {
  const ActionSpace ways = choices({"none", "left", "right"});
  const ObservationSpace sight{{{"self", {"x"}, 1}}};
  const Observation seen(sight, ways);
  CHECK(action_for_keys(ways, seen, {.stick = {-0.6F, 0}}, {0}) == std::vector<float>{1});
  CHECK(action_for_keys(ways, seen, {.stick = {-0.4F, 0}}, {2}) == std::vector<float>{0});
  const ActionSpace wheel{{ContinuousHead{"drive", {"steer", "gas"}, {-1, -2}, {1, 4}}}};
  const Observation inside(sight, wheel);
  CHECK(action_for_keys(wheel, inside, {.stick = {0.5F, -0.5F}}, {0, 0}) ==
        std::vector<float>{0.5F, -1});
  CHECK(action_for_keys(wheel, inside, {.stick = {0.1F, 1}}, {0, 0}) == std::vector<float>{0, 4});
}

TEST_CASE("A policy that looks on advises, and a person acts") {
  class Adviser : public RandomPlayer {
   public:
    using RandomPlayer::RandomPlayer;
    Decision think(int agent, const Observation& seen) override {
      Decision decision = RandomPlayer::think(agent, seen);
      decision.value = 7;
      decision.heads = {{.name = "",
                         .labels = {"none", "left", "right"},
                         .probabilities = {0.5F, 0.5F, 0},
                         .allowed = {1, 1, 1},
                         .chosen = 1}};
      return decision;
    }
    bool has_value() const override { return true; }
    std::string name() const override { return "forage-1"; }
  };
  const EnvironmentSpec spec = walk();
  const Observation observation = alone(spec);
  for (const bool advises : {false, true}) {
    KeyboardPlayer player(spec, 0, std::make_unique<Adviser>(spec), advises);
    player.begin_episode(1);
    player.hold(kRightKey);
    const Decision before = player.think(0, observation);
    CHECK(player.act(0, observation, before) == std::vector<float>{2});
    const Decision after = player.think(0, observation);
    CHECK(after.heads[0].by_hand == 2);
    CHECK(after.heads[0].chosen == (advises ? 1 : -1));
    CHECK(after.value == (advises ? 7.0F : 0.0F));
    CHECK(player.has_value() == advises);
    CHECK(player.name() == (advises ? "you, advised by forage-1" : "you"));
  }
}

TEST_CASE("A person steers the agents of one kind, and the viewer shows one of them") {
  auto world = std::make_unique<testing::Workshop>();
  const EnvironmentSpec spec = world->spec();
  auto player = std::make_unique<KeyboardPlayer>(spec, 1, std::make_unique<RandomPlayer>(spec));
  KeyboardPlayer& person = *player;
  EpisodeSource source(std::move(world), std::move(player));
  const render::Frame& frame = source.reset(3);
  CHECK(frame.mind().kind == "picker");
  REQUIRE(frame.mind().token_types.size() == 2);
  CHECK(frame.mind().token_types[1].name == "card");
  EpisodeRunner same(std::make_unique<testing::Workshop>(), std::uint64_t{3});
  const std::vector<float> porters = person.think(1, same.observation(1)).action;
  CHECK(porters.size() == 2);
  CHECK(porters[0] != 0);  // Random ones.
  person.hold(digit(1));
  const Decision before = person.think(2, same.observation(2));
  CHECK(person.act(2, same.observation(2), before) == std::vector<float>{1});
  source.advance();
  CHECK(frame.mind().kind == "picker");
}

TEST_CASE("Who plays beside a person is shown what all agents see") {
  class Onlooker : public RandomPlayer {
   public:
    using RandomPlayer::RandomPlayer;
    void see(std::span<const Observation> seen) override { agents = seen.size(); }
    std::size_t agents = 0;
  };
  const EnvironmentSpec spec = testing::Workshop().spec();
  const EpisodeRunner runner(std::make_unique<testing::Workshop>(), std::uint64_t{3});
  auto rest = std::make_unique<Onlooker>(spec);
  const Onlooker& onlooker = *rest;
  KeyboardPlayer(spec, 1, std::make_unique<RandomPlayer>(spec)).see(runner.observations());
  KeyboardPlayer person(spec, 1, std::move(rest));
  person.see(runner.observations());
  CHECK(onlooker.agents == 3);
}
#endif
