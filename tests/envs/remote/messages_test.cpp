#include <catch2/catch.hpp>
#include <string>

#include "envs/remote/hello.h"
#include "envs/remote/placed_scene.h"
#include "envs/remote/scene_message.h"
#include "envs/remote/state_message.h"
#include "socket/raw_client.h"
#include "socket/served.h"
#include "support/toy_meadow.h"

using namespace saccade;
using namespace saccade::testing;
using Catch::Matchers::Contains;

namespace {

std::span<const std::byte> as_content(const std::string& bytes) {
  return std::as_bytes(std::span(bytes));
}

/// Without the header.
std::string content_of(saccade_client::detail::Writer& writer) {
  return writer.finish().substr(saccade_client::detail::kHeader);
}

std::string state_bytes(const saccade_client::State& state) {
  saccade_client::detail::Writer writer;
  writer.begin(saccade_client::detail::kState, 0);
  put_state(state, writer);
  return content_of(writer);
}

/// A meadow's state after so many steps, as a client sends it.
saccade_client::State meadow_state(int steps) {
  HostedEnvironment hosted(std::make_unique<ToyMeadow>());
  saccade_client::State state;
  hosted.reset(3, 1, state);
  for (int i = 0; i < steps; ++i) hosted.step({0, 0, 3, -1, -1, 2, 0, 3, -1, -1}, state);
  return state;
}

std::string refusal_of(const saccade_client::State& state) {
  const EnvironmentSpec spec = ToyMeadow().spec();
  StateMessage message(spec);
  message.read_start(as_content(state_bytes(meadow_state(0))));
  try {
    message.read_step(as_content(state_bytes(state)), 1);
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kFailure);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A state is refused wherever it ends too early, and with bytes too many") {
  const EnvironmentSpec spec = ToyMeadow().spec();
  const std::string whole = state_bytes(meadow_state(1));
  StateMessage message(spec);
  message.read_start(as_content(state_bytes(meadow_state(0))));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_THROWS_AS(message.read_step(as_content(whole.substr(0, size)), 1), Error);
  }
  CHECK_THROWS_WITH(message.read_step(as_content(whole + "x"), 1),
                    Contains("found 1 bytes, wanted none"));
}

TEST_CASE("A state that is wrong is refused with the name of what is wrong") {
  CHECK(refusal_of(meadow_state(1)).empty());
  const float nan = std::numeric_limits<float>::quiet_NaN();
  struct Case {
    std::function<void(saccade_client::State&)> spoil;
    const char* message;
  };
  const Case cases[] = {
      {[](auto& s) { s.outcome = 7; }, "outcome: found 7"},
      {[](auto& s) { s.counts = {}; }, ""},
      {[&](auto& s) { s.counts[0] = nan; }, "count steps: found nan"},
      {[&](auto& s) { s.agents[1].reward = nan; },
       "reward of agent 1: found nan, wanted a number in [-1, 1]"},
      {[](auto& s) { s.agents[0].present = s.agents[1].present = false; }, "found no agent"},
      {[](auto& s) { s.agents.pop_back(); }, "agent 1: reward: found the frame's end"},
      {[&](auto& s) { s.agents[1].entities[1].features[0] = nan; },
       "agent 1: entity type gate, feature x: found nan"},
      {[](auto& s) { s.agents[0].entities[1].clear(); },
       "entity type gate: found 0 rows, wanted 1"},
      {[](auto& s) { s.agents[0].entities[0].ids[0] = -5; }, "entity id: found -5"},
      {[](auto& s) { s.agents[0].entities[2].ids.assign(3, 10); }, "agent 0: "},
      {[](auto& s) { s.agents[0].entities[0].positions[0] = HUGE_VALF; }, "positions: found inf"},
      {[](auto& s) { s.agents[0].rays[0].distances[0] = 9; },
       "rays whiskers, ray 0: found distance 9"},
      {[](auto& s) { s.agents[0].rays[0].present = false; }, "rays whiskers: found no reading"},
      {[](auto& s) { s.agents[0].heads[0].present = false; }, "action head move: found it skipped"},
      {[](auto& s) {
         s.agents[0].heads[0].mask = {0, 0, 0};
       },
       "found nothing allowed"},
      {[](auto& s) { s.agents[0].heads[0].masked = false; },
       "mask of action head move: found 0 values, wanted 3"},
  };
  for (const Case& wrong : cases) {
    saccade_client::State state = meadow_state(1);
    wrong.spoil(state);
    const std::string refusal = refusal_of(state);
    CHECK_THAT(refusal, Contains(wrong.message));
    CHECK_FALSE(refusal.empty());
  }
}

TEST_CASE("More entities than a frame can hold are refused before memory is taken") {
  const EnvironmentSpec spec = ToyMeadow().spec();
  StateMessage message(spec);
  const std::string start =
      bytes_of(0U) + bytes_of(0U) + bytes_of(-1) + bytes_of(0.0F) + bytes_of(0.0F) + bytes_of(1U);
  CHECK_THROWS_WITH(
      message.read_start(as_content(start + bytes_of(0xffffffffU) + std::string(50, 'x'))),
      Contains(
          "agent 0: entity type self: entities: found 4294967295 of 12 bytes or more in the 50 "
          "bytes that are left"));
}

TEST_CASE("An episode does not begin with its end or a reward") {
  const EnvironmentSpec spec = ToyMeadow().spec();
  StateMessage message(spec);
  saccade_client::State state = meadow_state(0);
  state.agents[0].reward = 1;
  CHECK_THROWS_WITH(message.read_start(as_content(state_bytes(state))), Contains("wanted 0"));
  state = meadow_state(0);
  state.truncated = true;
  CHECK_THROWS_WITH(message.read_start(as_content(state_bytes(state))), Contains("at the start"));
}

TEST_CASE("A scene comes out as it went in, and is refused wherever it ends too early") {
  Scene drawn;
  ToyMeadow().draw(drawn);
  drawn.shapes[0].outline = {1, 2, 3, 4};
  drawn.shapes[0].outline_width = 0.5F;
  saccade_client::detail::Writer writer;
  writer.begin(saccade_client::detail::kScene, 0);
  put_scene(client_scene(drawn), writer);
  const std::string whole = content_of(writer);
  Scene read;
  read_scene(as_content(whole), read);
  saccade_client::detail::Writer again;
  again.begin(saccade_client::detail::kScene, 0);
  put_scene(client_scene(read), again);
  CHECK(content_of(again) == whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Scene part;
    CHECK_THROWS_AS(read_scene(as_content(whole.substr(0, size)), part), Error);
  }
}

TEST_CASE("A scene that cannot be drawn is refused") {
  const auto refusal = [](const std::function<void(saccade_client::Scene&)>& spoil) {
    saccade_client::Scene scene;
    scene.shapes.resize(1);
    scene.shapes[0].numbers = {0, 0, 1};
    spoil(scene);
    saccade_client::detail::Writer writer;
    writer.begin(saccade_client::detail::kScene, 0);
    put_scene(scene, writer);
    Scene read;
    try {
      read_scene(as_content(content_of(writer)), read);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  using saccade_client::Shape;
  CHECK(refusal([](auto& /*scene*/) {}).empty());
  CHECK_THAT(refusal([](auto& s) { s.max_x = s.min_x; }), Contains("part of the world"));
  CHECK_THAT(refusal([](auto& s) { s.shapes[0].numbers[2] = -1; }), Contains("radius: found -1"));
  CHECK_THAT(refusal([](auto& s) { s.shapes[0].numbers[0] = HUGE_VALF; }), Contains("found inf"));
  CHECK_THAT(refusal([](auto& s) { s.shapes[0].kind = static_cast<Shape::Kind>(9); }),
             Contains("kind of shape: found 9"));
  CHECK_THAT(
      refusal([](auto& s) { s.shapes[0].kind = Shape::kText, s.shapes[0].text = "\x1b[2J"; }),
      Contains("printable"));
}

TEST_CASE("A hello is refused unless magic number, version, name and description are right") {
  const std::string description = description_of(ToyMeadow().spec(), false);
  const auto hello = [](const std::string& frame) {
    return read_hello(as_content(frame.substr(12)));
  };
  const std::string right = hello_bytes(description);
  CHECK(hello(right).name == "arena 3");
  CHECK(read_hello(as_content(right.substr(12))).remote.spec == ToyMeadow().spec());
  CHECK_THROWS_WITH([&] { hello(hello_bytes(description, "a", 7)); }(),
                    Contains("magic number: found 7"));
  CHECK_THROWS_WITH([&] { hello(hello_bytes(description, "a", 0x43434153, 2)); }(),
                    "version of the protocol: found 2, wanted 1");
  CHECK_THROWS_WITH([&] { hello(hello_bytes(description, "")); }(),
                    Contains("found an empty name"));
  CHECK_THROWS_WITH([&] { hello(hello_bytes(description, "a\x1b")); }(), Contains("printable"));
  CHECK_THROWS_WITH([&] { hello(right + "x"); }(), Contains("wanted none"));
}

TEST_CASE("A world that draws nothing is shown as discs where its entities are") {
  EnvironmentSpec spec = ToyMeadow().spec();
  std::vector<Observation> seen(2, Observation(spec.kinds[0].observation, spec.kinds[0].action));
  PlacedScene placed;
  Scene nothing;
  placed.draw(spec, seen, nothing);
  REQUIRE(nothing.shapes.size() == 1);
  CHECK(std::holds_alternative<Text>(nothing.shapes[0].shape));
  seen[0].add(0, 0, {0, 0}, {1, 2});
  seen[1].add(0, 1, {0, 0}, {5, 4});
  seen[0].add(2, 10, {0}, {3, 3});
  seen[1].add(2, 10, {0}, {3, 3});  // Seen twice, drawn once.
  seen[1].add(2, 11, {0});          // Nowhere.
  placed.look(seen);
  Scene scene;
  placed.draw(spec, seen, scene);
  REQUIRE(scene.shapes.size() == 3);
  CHECK(scene.min.x < 1);
  CHECK(scene.max.x > 5);
  CHECK(scene.shapes[2].entity == 10);
  CHECK(scene.shapes[0].fill.r == scene.shapes[1].fill.r);
  CHECK(scene.shapes[0].fill.r != scene.shapes[2].fill.r);
}
