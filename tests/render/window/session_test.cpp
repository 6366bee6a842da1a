#include "render/window/session.h"

#include <catch2/catch.hpp>

#include "render/arena_source.h"

namespace saccade::render {
namespace {

// Longer spans than a tenth of a second count as a tenth.
void pass(Session& session, double seconds) {
  for (int i = 0; i < static_cast<int>(seconds * 40 + 0.5); ++i) session.pass(1.0 / 40);
}

TEST_CASE("decisions fall due at the environment's own pace, times the speed") {
  ArenaSource arena({.steps = 100, .steps_per_second = 10});
  const ViewerOptions options;
  Session session(arena, options);
  pass(session, 1.025);
  CHECK(session.frame().step == 10);
  session.perform(Command::kFaster);
  CHECK(session.state().speed == 2);
  pass(session, 1);
  CHECK(session.frame().step == 30);
  session.perform(Command::kSlower);
  session.perform(Command::kSlower);
  pass(session, 1);
  CHECK(session.frame().step == 35);
}

TEST_CASE("a long gap between two pictures is not made up for") {
  ArenaSource arena({.steps = 1000, .steps_per_second = 10});
  const ViewerOptions options;
  Session session(arena, options);
  session.pass(60);
  CHECK(session.frame().step == 1);
}

TEST_CASE("speed stays between an eighth and 64 times") {
  ArenaSource arena;
  const ViewerOptions options;
  Session session(arena, options);
  for (int i = 0; i < 20; ++i) session.perform(Command::kFaster);
  CHECK(session.state().speed == 64);
  for (int i = 0; i < 20; ++i) session.perform(Command::kSlower);
  CHECK(session.state().speed == 0.125);
}

TEST_CASE("a pause holds time; single steps go forward and back") {
  ArenaSource arena({.steps = 100});
  const ViewerOptions options;
  Session session(arena, options);
  session.perform(Command::kPause);
  pass(session, 1);
  CHECK(session.frame().step == 0);
  for (int i = 0; i < 3; ++i) session.perform(Command::kStep);
  CHECK(session.frame().step == 3);
  const double third = session.frame().return_so_far;
  session.perform(Command::kStep);
  session.perform(Command::kStepBack);
  CHECK(session.frame().step == 3);
  CHECK(session.frame().return_so_far == third);
  for (int i = 0; i < 5; ++i) session.perform(Command::kStepBack);
  CHECK(session.frame().step == 0);
}

TEST_CASE("an episode's end rests for a second, then the next seed begins") {
  ArenaSource arena({.steps = 5, .steps_per_second = 10});
  const ViewerOptions options{.seed = 11};
  Session session(arena, options);
  pass(session, 1);
  CHECK(session.frame().done);
  CHECK(session.frame().seed == 11);
  pass(session, 0.6);
  CHECK_FALSE(session.frame().done);
  CHECK(session.frame().seed == 12);
}

TEST_CASE("the session ends after as many episodes as were asked for") {
  ArenaSource arena({.steps = 5, .steps_per_second = 10});
  const ViewerOptions options{.seed = 3, .episodes = 2};
  Session session(arena, options);
  pass(session, 2.5);
  CHECK_FALSE(session.finished());
  pass(session, 1);
  CHECK(session.finished());
  CHECK(session.frame().seed == 4);
}

TEST_CASE("next seed and restart begin an episode at once") {
  ArenaSource arena({.steps = 50});
  const ViewerOptions options{.seed = 5};
  Session session(arena, options);
  session.perform(Command::kStep);
  session.perform(Command::kRestart);
  CHECK(session.frame().seed == 5);
  CHECK(session.frame().step == 0);
  session.perform(Command::kNextSeed);
  CHECK(session.frame().seed == 6);
}

TEST_CASE("a session begins in the theme that was asked for") {
  ArenaSource arena;
  const ViewerOptions options{.theme = Theme::kLight};
  Session session(arena, options);
  CHECK(session.state().theme == Theme::kLight);
  session.perform(Command::kTheme);
  CHECK(session.state().theme == Theme::kDark);
}

TEST_CASE("keys change what is shown") {
  ArenaSource arena({.blocks = 2});
  const ViewerOptions options;
  Session session(arena, options);
  session.perform(Command::kOverlay);
  CHECK_FALSE(session.state().overlay);
  session.perform(Command::kHelp);
  CHECK(session.state().help);
  session.perform(Command::kHeads);
  CHECK(session.state().attention.heads == AttentionChoice::Heads::kMean);
  session.perform(Command::kBlock);
  CHECK(session.state().attention.block == 0);
  session.perform(Command::kBlock);
  CHECK(session.state().attention.rollout);
}

TEST_CASE("keys choose the memory and go through its heads") {
  ArenaSource arena({.heads = 1, .memory = 8});
  const ViewerOptions options;
  Session session(arena, options);
  session.perform(Command::kBlock);
  session.perform(Command::kBlock);
  CHECK(session.state().attention.memory);
  for (int i = 0; i < 5; ++i) session.perform(Command::kHeads);
  CHECK(session.state().attention.head == 3);
  session.perform(Command::kHeads);
  CHECK(session.state().attention.heads == AttentionChoice::Heads::kAll);
  session.perform(Command::kBlock);
  CHECK_FALSE(session.state().attention.memory);
  CHECK(Session(arena, {.layer = "memory"}).state().attention.memory);
}

TEST_CASE("where nothing but a memory attends, keys go through its heads alone") {
  ArenaSource arena({.attends = false, .memory = 8});
  const ViewerOptions options;
  Session session(arena, options);
  session.perform(Command::kBlock);
  session.perform(Command::kHeads);
  CHECK(session.state().attention.heads == AttentionChoice::Heads::kMean);
}

TEST_CASE("a session knows where the mouse points until it leaves") {
  ArenaSource arena({.memory = 8});
  const ViewerOptions options;
  Session session(arena, options);
  CHECK_FALSE(session.state().pointer);
  session.point(Vec2{3, 4});
  REQUIRE(session.state().pointer);
  CHECK(session.state().pointer->y == 4);
  session.point(std::nullopt);
  CHECK_FALSE(session.state().pointer);
}

TEST_CASE("keys choose whose mind is shown, also while time stands") {
  ArenaSource arena({.agents = 3});
  const ViewerOptions options;
  Session session(arena, options);
  CHECK(session.frame().mind().number == 0);
  session.perform(Command::kPause);
  session.perform(Command::kNextAgent);
  CHECK(session.frame().mind().number == 1);
  CHECK(session.frame().step == 0);
  session.perform(Command::kPreviousAgent);
  session.perform(Command::kPreviousAgent);
  CHECK(session.frame().mind().number == 2);
}

TEST_CASE("a session begins with the layer that was asked for") {
  ArenaSource arena({.blocks = 2});
  CHECK(Session(arena, {.layer = "block 1"}).state().attention.block == 0);
  CHECK_THROWS_WITH(Session(arena, {.layer = "block 3"}), Catch::Contains("'block 2'"));
}

TEST_CASE("a message goes away by itself") {
  ArenaSource arena;
  const ViewerOptions options;
  Session session(arena, options);
  session.notify("saved");
  pass(session, 1);
  CHECK(session.state().notice == "saved");
  pass(session, 1.5);
  CHECK(session.state().notice.empty());
}

TEST_CASE("held keys are reported before each decision, a short tap once") {
  ArenaSource arena({.steps = 50, .steps_per_second = 10});
  std::vector<HeldKeys> reported;
  ViewerOptions options;
  options.on_keys = [&](const HeldKeys& keys) { reported.push_back(keys); };
  Session session(arena, options);
  CHECK(session.state().by_hand);
  session.play_keys().press(PlayKey::kLeft);
  session.play_keys().press(PlayKey::kDigit9);
  session.play_keys().release(PlayKey::kDigit9);
  pass(session, 0.225);
  REQUIRE(reported.size() == 2);
  CHECK(reported[0].left);
  CHECK(reported[0].digit == 9);
  CHECK(reported[1].left);
  CHECK(reported[1].digit == -1);
  session.play_keys().release_all();
  pass(session, 0.1);
  REQUIRE(reported.size() == 3);
  CHECK_FALSE(reported[2].left);
}

}  // namespace
}  // namespace saccade::render
