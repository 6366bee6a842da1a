#ifdef SACCADE_WITH_RENDER
#include "experiments/play/keyboard_player.h"

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
  const ActionSpace space = choices({"none", "left", "right"});
  const ObservationSpace sight{{{"self", {"x"}, 1}}};
  const Observation observation(sight, space);
  EnvironmentSpec spec;
  spec.kinds = {{.observation = sight, .action = space}};
  KeyboardPlayer player(spec, 0, nullptr);
  player.begin_episode(1);
  const Decision before = player.think(0, observation);
  player.hold(kRightKey);
  CHECK(player.act(0, observation, before) == std::vector<float>{2});
  CHECK(player.think(0, observation).action == std::vector<float>{2});
  CHECK_FALSE(player.has_value());
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
  KeyboardPlayer(spec, 1, nullptr).see(runner.observations());
  KeyboardPlayer person(spec, 1, std::move(rest));
  person.see(runner.observations());
  CHECK(onlooker.agents == 3);
}
#endif
