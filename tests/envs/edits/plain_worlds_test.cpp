// Edits of minefield, crowd-nav and the particle worlds, with what follows from them by hand.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "envs/edits/edited.h"

namespace saccade {
namespace {

using testing::episode_of;
using testing::ids_of;
using testing::move_to;
using testing::new_one;
using testing::refusal_of;
using testing::removal_of;
using testing::seen_at;

constexpr EntityId kSelf = 0, kTarget = 1;

/// One step in which every agent makes this choice.
StepResult step(EpisodeRunner& runner, float choice) {
  return runner.advance(std::vector<float>(runner.action_count(), choice));
}

/// Three units before the vehicle of minefield.
Vec2 one_stride_ahead(const EpisodeRunner& runner) {
  const std::vector<float>& self = runner.observation(0).rows()[0].features;
  const Vec2 at = *seen_at(runner, kSelf);
  return {at.x + 3 * self[2], at.y + 3 * self[3]};
}

}  // namespace

TEST_CASE("minefield: a target before the vehicle is reached, a mine is hit") {
  EpisodeRunner runner = episode_of("minefield", {{"mines", 0}});
  runner.edit(move_to(kSelf, {0, 0}));
  CHECK(seen_at(runner, kSelf) == Vec2{0, 0});
  runner.edit(move_to(kTarget, {80, 80}));
  CHECK(runner.observation(0).rows()[1].features == std::vector<float>{0.8F, 0.8F});
  CHECK_FALSE(step(runner, 1).terminated);
  runner.edit(move_to(kTarget, one_stride_ahead(runner)));
  const StepResult result = step(runner, 1);
  CHECK(result.terminated);
  CHECK(runner.rewards()[0] == 1);

  EpisodeRunner other = episode_of("minefield", {{"mines", 0}});
  other.edit(move_to(kSelf, {0, 0}));
  other.edit(move_to(kTarget, {80, 80}));
  CHECK(other.edit(new_one("mine", one_stride_ahead(other))) == 2);
  CHECK(ids_of(other, 2) == std::vector<EntityId>{2});
  CHECK(step(other, 1).outcome == 1);
  CHECK(other.rewards()[0] == 0);
}

TEST_CASE("minefield: mines come and go, and places are in the square") {
  EpisodeRunner runner = episode_of("minefield");
  const EntityId gone = ids_of(runner, 2)[3];
  runner.edit(removal_of(gone));
  CHECK(ids_of(runner, 2).size() == 9);
  CHECK_FALSE(seen_at(runner, gone));
  CHECK(runner.edit(new_one("mine", {500, -20})) == 12);
  CHECK(seen_at(runner, 12) == Vec2{100, -20});
  CHECK(refusal_of(runner, removal_of(kSelf)) ==
        "removal of entity 0: found the vehicle, which stays, wanted a mine");
  CHECK(refusal_of(runner, removal_of(kTarget)) ==
        "removal of entity 1: found the target, which stays, wanted a mine");
  CHECK(refusal_of(runner, new_one("target", {})) ==
        "new entity of type target: found a type of which none can be added, wanted mine");
  EpisodeRunner full = episode_of("minefield", {{"mines", 1000}, {"size", 2000.0}});
  while (ids_of(full, 2).size() < 1000) full.edit(new_one("mine", {0, 0}));
  CHECK(refusal_of(full, new_one("mine", {})) ==
        "new entity of type mine: found 1000 of them already, wanted less than 1000, the most that "
        "there may be");
}

TEST_CASE("crowd-nav: a robot beside its goal arrives, and one beside a person collides") {
  EpisodeRunner runner = episode_of("crowd-nav");
  for (const EntityId id : ids_of(runner, 1)) runner.edit(removal_of(id));
  CHECK(ids_of(runner, 1).empty());
  EpisodeRunner other = episode_of("crowd-nav");
  for (const EntityId id : ids_of(other, 1)) other.edit(removal_of(id));

  runner.edit(move_to(kSelf, {0, 3.9F}));  // The goal is at (0, 4).
  CHECK(step(runner, 0).terminated);
  CHECK(runner.rewards()[0] == 1);

  other.edit(move_to(kSelf, {0, 1}));
  const EntityId person = other.edit(new_one("human", {0.5F, 1}));  // Both have a radius of 0.3.
  CHECK(person == 6);
  CHECK(seen_at(other, person) == Vec2{0.5F, 1});
  CHECK(step(other, 0).outcome == 1);
  CHECK(other.rewards()[0] == -0.25F);
}

TEST_CASE("crowd-nav: a new person walks through the middle at 1 m/s") {
  EpisodeRunner runner = episode_of("crowd-nav", {{"humans_min", 0}, {"humans_max", 0}});
  const EntityId person = runner.edit(new_one("human", {3, 0}));
  CHECK(person == 1);
  step(runner, 0);
  CHECK(seen_at(runner, person)->x == Approx(2.75F));
  runner.edit(move_to(person, {-1, 2}));  // Its velocity and its goal, (-3, 0), stay.
  CHECK(seen_at(runner, person) == Vec2{-1, 2});
  step(runner, 0);
  const auto way = static_cast<float>(0.25 / std::sqrt(8.0));
  CHECK(seen_at(runner, person)->x == Approx(-1 - 2 * way));
  CHECK(seen_at(runner, person)->y == Approx(2 - 2 * way));
  CHECK(refusal_of(runner, removal_of(kSelf)) ==
        "removal of entity 0: found the robot, which stays, wanted a human");
}

TEST_CASE("spread: who stands where says what the step costs") {
  EpisodeRunner runner = episode_of("spread", {{"agents", 1}});
  runner.edit(move_to(0, {0, 0}));
  runner.edit(move_to(1, {0.3F, 0.4F}));
  step(runner, 0);
  CHECK(runner.rewards()[0] == Approx(-0.25));  // Half of minus the distance.
  CHECK(refusal_of(runner, removal_of(1)) ==
        "removal of entity 1: found a world in which the numbers of agents and landmarks stay, "
        "wanted a move");
  runner.edit(move_to(0, {25, 1}));
  CHECK(seen_at(runner, 0) == Vec2{10, 1});
}

TEST_CASE("tag: a predator put on prey touches it") {
  EpisodeRunner runner = episode_of("tag");
  for (EntityId id = 0; id < 6; ++id) {
    runner.edit(move_to(id, {id % 2 == 0 ? 0.8F : -0.8F, 0.5F * static_cast<float>(id) - 1}));
  }
  runner.edit(move_to(3, {0, 0}));
  runner.edit(move_to(1, {0.1F, 0}));  // Radii 0.05 and 0.075.
  step(runner, 0);
  CHECK(std::vector<float>(runner.rewards().begin(), runner.rewards().end()) ==
        std::vector<float>{10, 10, 10, -10});
}

TEST_CASE("tag: obstacles come and go") {
  EpisodeRunner runner = episode_of("tag");
  CHECK(ids_of(runner, 3) == std::vector<EntityId>{4, 5});
  runner.edit(removal_of(4));
  CHECK(runner.edit(new_one("obstacle", {0.5F, 0.25F})) == 6);
  CHECK(ids_of(runner, 3) == std::vector<EntityId>{5, 6});
  CHECK(seen_at(runner, 6) == Vec2{0.5F, 0.25F});
  CHECK(refusal_of(runner, removal_of(3)) ==
        "removal of entity 3: found an agent, which stays, wanted an obstacle");
  CHECK(refusal_of(runner, new_one("prey", {})) ==
        "new entity of type prey: found a type of which none can be added, wanted obstacle");
  runner.begin(1);
  CHECK(ids_of(runner, 3) == std::vector<EntityId>{4, 5});
}

TEST_CASE("coverage, formation and line: agents in their places are done") {
  EpisodeRunner coverage = episode_of("coverage", {{"agents", 1}});
  coverage.edit(move_to(0, {0, 0}));
  coverage.edit(move_to(1, {-0.6F, 0.8F}));
  step(coverage, 0);
  CHECK(coverage.rewards()[0] == Approx(-1));

  EpisodeRunner formation = episode_of("formation", {{"agents", 2}});
  formation.edit(move_to(2, {0.1F, 0.2F}));
  formation.edit(move_to(0, {0.6F, 0.2F}));
  formation.edit(move_to(1, {-0.4F, 0.2F}));
  CHECK(step(formation, 0).terminated);
  CHECK(formation.rewards()[0] == Approx(0).margin(1e-6));

  EpisodeRunner line = episode_of("line", {{"agents", 3}});
  line.edit(move_to(3, {-0.5F, 0}));
  line.edit(move_to(4, {0.5F, 0}));
  for (int agent = 0; agent < 3; ++agent) {
    line.edit(move_to(agent, {0.5F * static_cast<float>(agent) - 0.5F, 0.03F}));
  }
  CHECK(step(line, 0).terminated);  // All are nearer than 0.05.
  CHECK(line.rewards()[0] == Approx(-0.03));
}

}  // namespace saccade
