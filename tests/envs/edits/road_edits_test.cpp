// Edits of highway, merge and intersection, with what follows from them by hand.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "envs/edits/edited.h"
#include "envs/road/intersection_world.h"

namespace saccade {
namespace {

using testing::episode_of;
using testing::ids_of;
using testing::move_to;
using testing::new_one;
using testing::refusal_of;
using testing::removal_of;
using testing::seen_at;

enum Type { kSelf, kVehicle, kObstacle };

const testing::OptionList kSeeAll = {{"vehicles_observed", 0}, {"see_behind", true}};

void check_place(const EpisodeRunner& runner, EntityId id, double x, double y) {
  const auto found = seen_at(runner, id);
  REQUIRE(found);
  CHECK(found->x == Approx(x).margin(1e-4));
  CHECK(found->y == Approx(y).margin(1e-4));
}

Vec2 velocity_of(const EpisodeRunner& runner, EntityId id) {
  const Observation::Rows& rows = runner.observation(0).rows()[kVehicle];
  const auto found = std::find(rows.ids.begin(), rows.ids.end(), id);
  return rows.velocities[static_cast<std::size_t>(found - rows.ids.begin())];
}

}  // namespace

TEST_CASE("highway: a vehicle goes to the nearest lane and keeps its speed") {
  EpisodeRunner runner = episode_of("highway", kSeeAll);
  const EntityId car = ids_of(runner, kVehicle)[0];
  const Vec2 before = velocity_of(runner, car);
  const float x = seen_at(runner, 0)->x;
  runner.edit(move_to(car, {x + 60, -7}));  // Lanes lie at y = 0, -4, -8 and -12.
  check_place(runner, car, x + 60, -8);
  CHECK(velocity_of(runner, car) == before);
  runner.edit(move_to(car, {-50, 99}));  // The road begins at 0.
  check_place(runner, 0, x, seen_at(runner, 0)->y);
  runner.edit(move_to(0, {x, -3}));
  check_place(runner, 0, x, -4);
}

TEST_CASE("highway: a vehicle put onto the agent's is a crash, and one removed is none") {
  EpisodeRunner runner = episode_of("highway", kSeeAll);
  while (!ids_of(runner, kVehicle).empty()) runner.edit(removal_of(ids_of(runner, kVehicle)[0]));
  const Vec2 at = *seen_at(runner, 0);
  const EntityId car = runner.edit(new_one("vehicle", {at.x + 2, at.y}));
  check_place(runner, car, at.x + 2, at.y);
  CHECK(velocity_of(runner, car).x == Approx(22.5));
  EpisodeRunner clear = episode_of("highway", kSeeAll);
  while (!ids_of(clear, kVehicle).empty()) clear.edit(removal_of(ids_of(clear, kVehicle)[0]));
  CHECK(runner.advance(std::vector<float>{1}).outcome == 0);
  CHECK_FALSE(clear.advance(std::vector<float>{1}).terminated);
  CHECK(refusal_of(clear, removal_of(0)) ==
        "removal of entity 0: found the agent's vehicle, which stays, wanted another one");
  CHECK(refusal_of(clear, new_one("self", {})) ==
        "new entity of type self: found a type of which none can be added, wanted vehicle");
}

TEST_CASE("merge: the obstacle stays, and there is room for three vehicles more") {
  EpisodeRunner runner = episode_of("merge", kSeeAll);
  runner.edit(move_to(0, {200, 0}));  // From where the obstacle is in sight.
  const EntityId obstacle = ids_of(runner, kObstacle).at(0);
  for (const StateEdit& edit : {move_to(obstacle, {0, 0}), removal_of(obstacle)}) {
    CHECK(refusal_of(runner, edit) ==
          edit_label(edit) + ": found an obstacle, which stays, wanted a vehicle");
  }
  CHECK_FALSE(refusal_of(runner, new_one("obstacle", {})).empty());
  runner.edit(new_one("vehicle", {100, 0}));
  runner.edit(new_one("vehicle", {20, -4}));
  CHECK(refusal_of(runner, new_one("vehicle", {50, 0})) ==
        "new entity of type vehicle: found 7 of them already, wanted less than 7, the most that "
        "there may be");
  runner.edit(move_to(0, {368, 0}));
  CHECK(runner.advance(std::vector<float>{1}).outcome == 0);  // Past 370 m.
}

TEST_CASE("merge: rewards keep to their range with everybody in the ramp's lane") {
  for (int move = 0; move < 5; ++move) {
    EpisodeRunner runner = episode_of("merge", kSeeAll);
    runner.edit(new_one("vehicle", {100, 0}));
    runner.edit(new_one("vehicle", {20, -4}));
    for (EntityId id = 2; id <= 7; ++id) {
      runner.edit(move_to(id, {305 - 10 * static_cast<float>(id), -8}));
    }
    runner.edit(move_to(0, {222, -4}));
    for (int step = 0; step < 10; ++step) {
      const StepResult result = runner.advance(std::vector<float>{static_cast<float>(move)});
      if (result.terminated) break;
    }
  }
}

TEST_CASE("intersection: vehicles are put on lanes, of which the nearest is taken") {
  EpisodeRunner runner = episode_of("intersection", kSeeAll);
  const EntityId car = ids_of(runner, kVehicle)[0];
  const Vec2 before = velocity_of(runner, car);
  runner.edit(move_to(car, {1.2F, -50}));  // From the south: x = 2, northwards.
  check_place(runner, car, 2, -50);
  const Vec2 after = velocity_of(runner, car);
  CHECK(after.x == Approx(0).margin(1e-4));
  CHECK(after.y == Approx(std::hypot(before.x, before.y)));
  runner.edit(move_to(car, {-1.8F, -50}));  // The lane beside leads south.
  check_place(runner, car, -2, -50);
  CHECK(velocity_of(runner, car).y == Approx(-std::hypot(before.x, before.y)));
  runner.edit(move_to(car, {12, 150}));  // The lane to the north ends at 111 m.
  check_place(runner, car, 2, 111);
}

TEST_CASE("intersection: a new vehicle drives straight on, and the agent finds its way anew") {
  IntersectionWorld world{{.initial_vehicles = 1, .spawn_probability = 0}};
  world.reset(2);
  for (const Car& car : std::vector<Car>(world.traffic().cars())) {
    if (!car.is_driven) world.edit(removal_of(car.id));
  }
  const EntityId id = world.edit(new_one("vehicle", {-40, -2}));  // From the west.
  for (int i = 0; i < 10; ++i) world.move(IntersectionWorld::kSlower);
  for (const Car& car : world.traffic().cars()) {
    if (car.id != id) continue;
    CHECK(car.at.x > 15);
    CHECK(car.at.y == Approx(2).margin(0.5));
    CHECK(world.is_exit(car.lane));
  }
  world.edit(removal_of(id));
  world.edit(move_to(0, {-40, -2}));  // To turn left into its own arm is no way; it goes elsewhere.
  CHECK(world.traffic().driven().at.x == -40);
  world.edit(move_to(0, {40, 2}));  // From the east, straight on to the west.
  REQUIRE(world.way().size() == 3);
  for (int i = 0; i < 15 && !world.has_arrived(); ++i) world.move(IntersectionWorld::kFaster);
  CHECK(world.has_arrived());
  CHECK(world.traffic().driven().at.x < -35);
}

TEST_CASE("intersection: an agent put 20 m behind the junction arrives") {
  EpisodeRunner runner = episode_of("intersection");
  runner.edit(move_to(0, {-32, 2}));  // The exit to the west begins at x = -11.
  check_place(runner, 0, -32, 2);
  CHECK(runner.advance(std::vector<float>{1}).outcome == 0);
  CHECK(runner.rewards()[0] == 1);
}

}  // namespace saccade
