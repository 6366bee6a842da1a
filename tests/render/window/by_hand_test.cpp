// A person plays: keys, the mouse, a gamepad.
#include <catch2/catch.hpp>

#include "render/arena_source.h"
#include "render/overlay/world.h"
#include "render/says.h"
#include "render/window/gamepad.h"
#include "render/window/session.h"

namespace saccade::render {
namespace {

constexpr unsigned kWidth = 1280, kHeight = 720;

// A world in which all there is to do is to choose food or a crate; poison is masked.
class Shop : public ArenaSource {
 public:
  explicit Shop(bool steers = false) : ArenaSource({.steps = 50}), steers_(steers) {}
  const Frame& reset(std::uint64_t seed) override { return offer(ArenaSource::reset(seed)); }
  const Frame& advance() override { return offer(ArenaSource::advance()); }

 private:
  const Frame& offer(const Frame& frame) {
    own_ = frame;
    HeadDecision pick{.name = "pick"};
    for (EntityId id = 1; id <= 4; ++id) {
      pick.candidates.push_back(id);
      pick.labels.push_back("thing " + std::to_string(id));
      pick.allowed.push_back(id == 2 ? 0 : 1);
    }
    own_.mind().actions = {pick};
    if (steers_)
      own_.mind().actions.push_back({.name = "", .labels = {"gas"}, .low = {0}, .high = {1}});
    return own_;
  }

  bool steers_;
  Frame own_;
};

struct ByHand {
  explicit ByHand(bool steers = false) : shop(steers), session(shop, options) { draw(); }

  Drawing draw() { return std::move(session.draw(kWidth, kHeight)[0].drawing); }

  void click(EntityId entity) {
    draw();
    const Layout layout = lay_out(kWidth, kHeight, true);
    const Scene& scene = session.frame().scene;
    const WorldTransform transform(scene.min, scene.max, layout.world);
    session.press(transform(find_anchors(scene).at(entity).center));
    session.release();
  }

  void pass(int tenths) {
    for (int i = 0; i < tenths; ++i) session.pass(0.1);
  }

  Shop shop;
  std::vector<HeldKeys> held;
  ViewerOptions options{.on_keys = [this](const HeldKeys& keys) { held.push_back(keys); }};
  Session session;
};

TEST_CASE("where all there is to do is to choose, time waits for a click") {
  ByHand hand;
  hand.pass(20);
  CHECK(hand.session.frame().step == 0);
  hand.click(3);
  CHECK(hand.session.state().pinned == kNoEntity);
  hand.pass(1);
  REQUIRE(hand.held.size() == 1);
  CHECK(hand.held[0].chosen == 3);
  hand.pass(20);
  CHECK(hand.session.frame().step == 1);  // And for the next one.
  hand.session.play_keys().press(PlayKey::kDigit0);
  hand.pass(1);
  CHECK(hand.session.frame().step == 2);
}

TEST_CASE("what was clicked is forgotten when another episode begins") {
  ByHand hand;
  hand.click(3);
  hand.session.perform(Command::kNextSeed);
  hand.pass(20);
  CHECK(hand.session.frame().step == 0);
}

TEST_CASE("what the mask forbids cannot be clicked") {
  ByHand hand;
  hand.click(2);
  hand.pass(20);
  CHECK(hand.session.frame().step == 0);
}

TEST_CASE("where there is more to do, time goes on and the choice stays") {
  ByHand hand(true);
  hand.click(3);
  hand.pass(3);
  REQUIRE(hand.held.size() == 3);
  CHECK(hand.held[2].chosen == 3);
}

TEST_CASE("the help of who plays by hand tells what works here") {
  ByHand choosing;
  choosing.session.perform(Command::kHelp);
  const Drawing shop = choosing.draw();
  CHECK(says(shop, "Click an entity"));
  CHECK_FALSE(says(shop, "Arrows"));
  ArenaSource arena;
  const ViewerOptions options{.on_keys = [](const HeldKeys&) {}};
  Session steering(arena, options);
  steering.perform(Command::kStep);
  steering.perform(Command::kHelp);
  const Drawing drawing = std::move(steering.draw(kWidth, kHeight)[0].drawing);
  CHECK(says(drawing, "Arrows"));
  CHECK_FALSE(says(drawing, "Click an entity"));
  CHECK_FALSE(says(drawing, "Tab"));
}

TEST_CASE("what a person did stands beside the advice") {
  ArenaSource arena;
  Frame frame = arena.reset(1);
  frame = arena.advance();
  ViewState state;
  CHECK_FALSE(says(compose(frame, state, kWidth, kHeight), "you"));
  frame.mind().actions[0].by_hand = 3;
  CHECK(says(compose(frame, state, kWidth, kHeight), "you 9"));
  frame.mind().actions[1].value_by_hand = {-0.5F, 1};
  CHECK(says(compose(frame, state, kWidth, kHeight), "you +1"));
}

TEST_CASE("a gamepad holds arrow keys and digits, and tilts") {
  using Axis = sf::Joystick::Axis;
  PlayKeys keys;
  move_stick(keys, Axis::X, 0.5F);
  move_stick(keys, Axis::Y, 1);
  HeldKeys held = keys.take();
  CHECK(held.stick.x == 0.5F);
  CHECK(held.stick.y == -1);
  move_stick(keys, Axis::PovX, -1);
  move_stick(keys, Axis::PovY, -1);
  held = keys.take();
  CHECK((held.left && held.up && !held.right && !held.down));
  move_stick(keys, Axis::PovX, 0);
  hold_button(keys, 4, true);
  hold_button(keys, 12, true);
  keys.take();
  held = keys.take();
  CHECK_FALSE(held.left);
  CHECK(held.digit == 4);
  hold_button(keys, 4, false);
  CHECK(keys.take().digit == -1);
  keys.tilt({1, 1});
  keys.release_all();
  CHECK(keys.take().stick.x == 0);
}

}  // namespace
}  // namespace saccade::render
