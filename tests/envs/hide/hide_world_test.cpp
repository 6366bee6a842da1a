// Sight, grips and locks of `hide-and-seek`, in worlds laid out by hand.
#include "envs/hide/hide_world.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <vector>

using saccade::HideLayout;
using saccade::HideLock;
using saccade::HideOrder;
using saccade::HidePose;
using saccade::HideWorld;

namespace {

constexpr float kPi = b2_pi;

/// An arena of 12 x 12 m without a room.
HideLayout open_layout() {
  return {.half = 6, .walls = saccade::hide_outer_walls(6)};
}

std::unique_ptr<HideWorld> world_of(const HideLayout& layout, int hiders = 1, float cone = 135) {
  return std::make_unique<HideWorld>(layout, hiders, cone);
}

/// Gives orders to all agents for some steps.
void run(HideWorld& world, const std::vector<HideOrder>& orders, int steps = 1) {
  for (int i = 0; i < steps; ++i) world.step(orders);
}

b2Vec2 place(const HideWorld& world, std::size_t agent) {
  return world.agents()[agent].body->GetPosition();
}

/// A hider at the origin that faces right, a seeker at (0, 3) that faces down, and a box that
/// begins 0.1 m before the hider.
HideLayout layout_with_box() {
  HideLayout layout = open_layout();
  layout.agents = {{{0, 0}, 0}, {{0, 3}, -kPi / 2}};
  layout.boxes = {{{0.4F + 0.1F + 0.7F, 0}, 0}};
  return layout;
}

constexpr HideOrder kWait{};
constexpr HideOrder kHold{.hold = true};
constexpr HideOrder kLockIt{.lock = HideLock::kLock};
constexpr HideOrder kUnlockIt{.lock = HideLock::kUnlock};

}  // namespace

TEST_CASE("An agent sees what lies within half of the cone to either side") {
  HideLayout layout = open_layout();
  layout.agents = {{{-4, -4}, 0.3F}, {}};
  for (const float cone : {90.0F, 135.0F, 200.0F}) {
    const float half = cone / 360 * kPi;
    for (const float side : {-1.0F, 1.0F}) {
      for (const float beside : {-0.01F, 0.01F}) {
        const float angle = 0.3F + side * (half + beside);
        const b2Vec2 offset{1.5F * std::cos(angle), 1.5F * std::sin(angle)};
        layout.agents[1].position = layout.agents[0].position + offset;
        CHECK(world_of(layout, 1, cone)->sees_agent(0, 1) == (beside < 0));
      }
    }
  }
  layout.agents[1].position = {-5, -4.3F};  // Behind it.
  CHECK(world_of(layout, 1, 360)->sees_agent(0, 1));
  CHECK_FALSE(world_of(layout, 1, 135)->sees_agent(0, 1));
}

TEST_CASE("Nobody sees through a wall, but through a doorway") {
  HideLayout layout = open_layout();
  layout.walls.push_back({{0, -6}, {0, -1}});
  layout.walls.push_back({{0, 1}, {0, 6}});
  layout.agents = {{{-3, 3}, 0}, {{3, 3}, kPi}};
  CHECK_FALSE(world_of(layout)->sees_agent(0, 1));
  layout.agents = {{{-3, 0.5F}, 0}, {{3, 0.5F}, kPi}};
  CHECK(world_of(layout)->sees_agent(0, 1));
  CHECK(world_of(layout)->sees_agent(1, 0));
  // The wall ends 0.15 m beyond its line, at y = 0.85, and spans x = -0.15 to 0.15.
  layout.agents = {{{-3, 0.84F}, 0}, {{3, 0.84F}, kPi}};
  CHECK(world_of(layout)->sees_agent(0, 1));
  layout.agents = {{{-3, 0.86F}, 0}, {{3, 0.86F}, kPi}};
  CHECK_FALSE(world_of(layout)->sees_agent(0, 1));
}

TEST_CASE("A box hides agents and other boxes, but not itself; agents hide nothing") {
  HideLayout layout = open_layout();
  layout.agents = {{{-4, 0}, 0}, {{4, 0}, kPi}, {{-2, 0}, 0}};
  layout.boxes = {{{0, 0}, 0.4F}, {{2, 0}, 0}};
  auto world = world_of(layout);
  CHECK_FALSE(world->sees_agent(0, 1));
  CHECK(world->sees_agent(0, 2));
  CHECK(world->sees_box(0, 0));
  CHECK_FALSE(world->sees_box(0, 1));
  CHECK(world->sees_box(1, 1));
  // Half of a side is 0.7 m: a line at y = 0.75 passes the box by, one at 0.65 does not.
  layout.boxes = {{{0, 0}, 0}};
  for (const float y : {0.65F, 0.75F}) {
    layout.agents = {{{-4, y}, 0}, {{4, y}, kPi}, {{-2, y}, 0}};
    CHECK(world_of(layout)->sees_agent(0, 1) == (y > 0.7F));
  }
}

TEST_CASE("A hider is found if any seeker sees it, and hiders do not find each other") {
  HideLayout layout = open_layout();
  layout.agents = {{{0, 0}, 0}, {{2, 0}, kPi}, {{0, -3}, -kPi / 2}, {{3, 3}, 0}};
  auto world = world_of(layout, 2);  // Both seekers look away.
  CHECK(world->sees_agent(0, 1));
  CHECK_FALSE(world->is_any_found());
  layout.agents[3].angle = -kPi * 3 / 4;  // Along the diagonal, to hider 0; hider 1 is in the cone.
  world = world_of(layout, 2);
  CHECK(world->is_found(0));
  CHECK(world->is_found(1));
  layout.agents[3].angle = kPi;  // To the left: hider 1 lies 108 degrees aside.
  world = world_of(layout, 2);
  CHECK(world->is_found(0));
  CHECK_FALSE(world->is_found(1));
  CHECK(world->is_any_found());
}

TEST_CASE("An agent drives and turns as it faces, at 3 m/s and 2.5 rad/s in the end") {
  HideLayout layout = open_layout();
  layout.agents = {{{0, -5}, kPi / 2}};
  auto world = world_of(layout);
  run(*world, {{.forward = 1}}, 20);
  CHECK(place(*world, 0).x == Approx(0).margin(1e-4));
  CHECK(world->agents()[0].body->GetLinearVelocity().y == Approx(3).margin(0.01));
  run(*world, {kWait}, 30);
  const b2Vec2 rest = place(*world, 0);
  run(*world, {{.left = 1}}, 5);
  CHECK(place(*world, 0).x < rest.x - 0.3F);
  CHECK(place(*world, 0).y == Approx(rest.y).margin(1e-3));
  run(*world, {{.turn = 1}}, 20);
  CHECK(world->agents()[0].body->GetAngularVelocity() == Approx(2.5).margin(0.01));
  run(*world, {{.turn = -1}}, 20);
  CHECK(world->agents()[0].body->GetAngularVelocity() == Approx(-2.5).margin(0.01));
}

TEST_CASE("A push along both axes is no stronger than one along one") {
  HideLayout layout = open_layout();
  layout.agents = {{{-5, -5}, 0}};
  auto world = world_of(layout);
  run(*world, {{.forward = 1, .left = 1}}, 20);
  CHECK(world->agents()[0].body->GetLinearVelocity().Length() == Approx(3).margin(0.01));
}

TEST_CASE("A box is pushed by contact, and walls stop it") {
  auto world = world_of(layout_with_box());
  run(*world, {{.forward = 1}, kWait}, 20);
  const b2Vec2 pushed = world->boxes()[0].body->GetPosition();
  CHECK(pushed.x > 2);
  run(*world, {{.forward = 1}, kWait}, 100);
  CHECK(world->boxes()[0].body->GetPosition().x == Approx(6 - 0.7).margin(0.05));
}

TEST_CASE("What is grabbed follows its holder until it is let go") {
  auto world = world_of(layout_with_box());
  run(*world, {kHold, kWait});
  REQUIRE(world->agents()[0].held == 0);
  CHECK(world->tally().grabs == 1);
  run(*world, {{.forward = -1, .hold = true}, kWait}, 15);
  CHECK(place(*world, 0).x < -1);
  const b2Vec2 carried = world->boxes()[0].body->GetPosition();
  CHECK(b2Distance(carried, place(*world, 0)) == Approx(1.2).margin(0.02));
  run(*world, {{.turn = 1, .hold = true}, kWait}, 15);  // It turns with its holder.
  const b2Vec2 offset = world->boxes()[0].body->GetPosition() - place(*world, 0);
  CHECK(b2Dot(offset, world->ahead(0)) == Approx(1.2).margin(0.05));
  CHECK(world->boxes()[0].body->GetAngle() > 0.3F);
  run(*world, {kWait, kWait});
  CHECK(world->agents()[0].held == -1);
  run(*world, {kWait, kWait}, 20);
  const b2Vec2 left = world->boxes()[0].body->GetPosition();
  run(*world, {{.forward = -1}, kWait}, 10);
  CHECK(b2Distance(left, world->boxes()[0].body->GetPosition()) < 0.01F);
  CHECK(world->tally().grabs == 1);
}

TEST_CASE("A box is in reach up to 0.4 m from the agent's edge, and grabbed only if seen") {
  HideLayout layout = layout_with_box();
  for (const float gap : {0.39F, 0.41F}) {
    layout.boxes[0].position = {0.4F + gap + 0.7F, 0};
    const auto world = world_of(layout);
    CHECK(world->is_in_reach(0, 0) == (gap < 0.4F));
    CHECK(world->box_to_hold(0) == (gap < 0.4F ? 0 : -1));
  }
  layout = layout_with_box();
  layout.agents[0].angle = kPi;
  const auto world = world_of(layout);
  CHECK(world->is_in_reach(0, 0));
  CHECK(world->box_to_hold(0) == -1);
  CHECK(world->box_to_lock(0) == -1);
}

TEST_CASE("Of two boxes in reach the nearer is grabbed, and locked") {
  HideLayout layout = layout_with_box();
  layout.boxes = {{{1.25F, 1.05F}, 0}, {{1.2F, -0.6F}, 0}};
  const auto world = world_of(layout);
  REQUIRE(world->is_in_reach(0, 0));
  REQUIRE(world->is_in_reach(0, 1));
  CHECK(world->box_to_hold(0) == 1);
  CHECK(world->box_to_lock(0) == 1);
}

TEST_CASE("A locked box stands still, whoever pushes or wants to hold it") {
  auto world = world_of(layout_with_box());
  run(*world, {kLockIt, kWait});
  CHECK(world->boxes()[0].locked_by == saccade::kHideHiders);
  CHECK(world->tally().hider_locks == 1);
  const b2Vec2 before = world->boxes()[0].body->GetPosition();
  run(*world, {{.forward = 1, .hold = true}, kWait}, 30);
  CHECK(world->agents()[0].held == -1);
  CHECK(world->boxes()[0].body->GetPosition() == before);
  CHECK(world->box_to_lock(0) == -1);
  run(*world, {kUnlockIt, kWait});
  CHECK(world->boxes()[0].locked_by == saccade::kHideNobody);
  CHECK(world->tally().unlocks == 1);
  run(*world, {{.forward = 1}, kWait}, 10);
  CHECK(world->boxes()[0].body->GetPosition().x > before.x + 0.3F);
}

TEST_CASE("Only the team that locked a box unlocks it") {
  HideLayout layout = open_layout();
  // A hider, its mate and a seeker around a box, all facing it.
  layout.agents = {{{-1.2F, 0}, 0}, {{1.2F, 0}, kPi}, {{0, 1.2F}, -kPi / 2}};
  layout.boxes = {{{0, 0}, 0}};
  auto world = world_of(layout, 2);
  run(*world, {kLockIt, kWait, kWait});
  CHECK(world->box_to_unlock(0) == 0);
  CHECK(world->box_to_unlock(1) == 0);
  CHECK(world->box_to_unlock(2) == -1);
  run(*world, {kWait, kWait, kUnlockIt});
  CHECK(world->boxes()[0].locked_by == saccade::kHideHiders);
  run(*world, {kWait, kWait, kLockIt});
  CHECK(world->boxes()[0].locked_by == saccade::kHideHiders);
  run(*world, {kWait, kUnlockIt, kWait});
  CHECK(world->boxes()[0].locked_by == saccade::kHideNobody);
  run(*world, {kWait, kWait, kLockIt});
  CHECK(world->boxes()[0].locked_by == saccade::kHideSeekers);
  CHECK(world->tally().seeker_locks == 1);
  CHECK(world->box_to_unlock(0) == -1);
  CHECK(world->box_to_unlock(2) == 0);
}

TEST_CASE("Who locks a box takes it out of all hands, and of two the first agent locks") {
  HideLayout layout = open_layout();
  layout.agents = {{{-1.2F, 0}, 0}, {{1.2F, 0}, kPi}};
  layout.boxes = {{{0, 0}, 0}};
  auto world = world_of(layout);
  run(*world, {kHold, kHold});
  CHECK(world->agents()[0].held == 0);
  CHECK(world->agents()[1].held == 0);
  run(*world, {{.hold = true, .lock = HideLock::kLock}, {.hold = true, .lock = HideLock::kLock}});
  CHECK(world->agents()[0].held == -1);
  CHECK(world->agents()[1].held == -1);
  CHECK(world->boxes()[0].locked_by == saccade::kHideHiders);
  CHECK(world->tally().seeker_locks == 0);
}

TEST_CASE("A ray meets walls, boxes and agents where they stand, but not its own agent") {
  HideLayout layout = open_layout();
  layout.agents = {{{0, 0}, 0}, {{0, 3}, 0}};
  layout.boxes = {{{-3, 0}, 0}};
  const auto world = world_of(layout);
  const auto cast = [&](b2Vec2 sight) {
    return saccade::cast_hide_ray(world->physics(), {0, 0}, sight, 10, world->agents()[0].body);
  };
  CHECK(cast({1, 0}).distance == Approx(6));
  CHECK(cast({1, 0}).thing == saccade::kHideWallThing);
  CHECK(cast({0, 1}).distance == Approx(3 - 0.4));
  CHECK(cast({0, 1}).thing == saccade::kHideSeekerThing);
  CHECK(cast({-1, 0}).distance == Approx(3 - 0.7).margin(0.02));  // Box2D's skin is 0.01 m.
  CHECK(cast({-1, 0}).thing == saccade::kHideBoxThing);
  const b2Vec2 left = saccade::hide_ray_direction({0, 1}, 1, 4);
  CHECK(left.x == Approx(-1));
  CHECK(left.y == Approx(0).margin(1e-6));
}
