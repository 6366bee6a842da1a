// `highway` and `merge`, with numbers that highway-env 1.12.1 gives for the same seeds and actions.
#include <catch2/catch.hpp>
#include <vector>

#include "envs/road/highway_world.h"
#include "envs/road/merge_world.h"
#include "support/rollout.h"

using saccade::Car;
using saccade::HighwayWorld;
using saccade::MergeWorld;
using saccade::Observation;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kVehicle, kObstacle };
enum Move { kLeft, kKeep, kRight, kFaster, kSlower };

struct Wanted {
  std::uint64_t seed;
  int move;
  double total;
  int steps;
  const char* outcome;
};

void check_episode(const std::string& id, const OptionList& options, const Wanted& wanted) {
  CAPTURE(id, wanted.seed, wanted.move);
  Rollout rollout(id, wanted.seed, options);
  while (!rollout.over()) rollout.choose(wanted.move);
  CHECK(rollout.total() == Approx(wanted.total).epsilon(1e-6));
  CHECK(rollout.steps() == wanted.steps);
  CHECK(rollout.outcome() == wanted.outcome);
}

}  // namespace

TEST_CASE("The highway begins with the original's cars") {
  HighwayWorld world({});
  world.reset(0);
  const std::vector<Car>& cars = world.traffic().cars();
  REQUIRE(cars.size() == 51);
  CHECK(cars[0].is_driven);
  CHECK(cars[0].lane == 3);
  CHECK(cars[0].at.x == Approx(177.4665303125834).epsilon(1e-14));
  CHECK(cars[1].lane == 2);
  CHECK(cars[1].at.x == Approx(195.61399875258988).epsilon(1e-14));
  CHECK(cars[1].speed == Approx(21.122920571808585).epsilon(1e-14));
  CHECK(cars[1].eagerness == Approx(4.31327).epsilon(1e-5));
  CHECK(cars[3].lane == 3);
  CHECK(cars[3].speed == Approx(23.805217271363304).epsilon(1e-14));
}

TEST_CASE("The highway's episodes have the original's returns") {
  const OptionList fast = {{"fast", true}};
  check_episode("highway", fast, {0, kSlower, 22.020221169036347, 30, "timeout"});
  check_episode("highway", fast, {1, kSlower, 21.020221169036326, 30, "timeout"});
  check_episode("highway", fast, {0, kFaster, 7.046445511517452, 8, "crashed"});
  check_episode("highway", fast, {1, kFaster, 6.779778844850785, 8, "crashed"});
  check_episode("highway", fast, {2, kFaster, 5.153112130683115, 6, "crashed"});
}

TEST_CASE("On the highway others are seen relative to the agent") {
  const Observation seen = Rollout("highway", 0).observation();
  const std::vector<float> self = seen.rows()[kSelf].features;
  CHECK(self == std::vector<float>{0.8873326778411865F, 0.75F, 0.3125F, 0});
  const Observation::Rows& others = seen.rows()[kVehicle];
  REQUIRE(others.count() == 4);
  CHECK(others.features[0] == Approx(0.09073734283447266));
  CHECK(others.features[1] == Approx(-0.25));
  CHECK(others.features[2] == Approx(-0.04846349358558655));
}

TEST_CASE("Options of the highway set lanes, vehicles and the length of an episode") {
  Rollout rollout("highway", 3,
                  {{"lanes", 2},
                   {"vehicles", 7},
                   {"duration", 5},
                   {"vehicles_observed", 0},
                   {"see_behind", true}});
  CHECK(rollout.observation().rows()[kVehicle].count() <= 7);
  while (!rollout.over()) rollout.choose(kSlower);
  CHECK(rollout.steps() == 5);
  CHECK(rollout.truncated());
}

TEST_CASE("Of merge, episodes have the original's returns") {
  check_episode("merge", {}, {0, kKeep, 3.3471929766803843, 4, "crashed"});
  check_episode("merge", {}, {2, kKeep, 6.209305892031856, 7, "crashed"});
  check_episode("merge", {}, {0, kSlower, 11.902511244874542, 14, "crashed"});
  check_episode("merge", {}, {1, kSlower, 15.18956777893898, 17, "passed"});
  check_episode("merge", {}, {0, kLeft, 10.999999999999998, 12, "passed"});
  check_episode("merge", {}, {2, kLeft, 3.9305263100137173, 5, "crashed"});
}

TEST_CASE("The merging car comes along the ramp, changes to the road and sees the obstacle") {
  MergeWorld world;
  world.reset(0);
  const Car& merging = world.traffic().cars().back();
  CHECK(merging.at.x == 110);
  CHECK(merging.at.y == 14.5);
  CHECK(merging.target_speed == 30);
  REQUIRE(world.traffic().obstacles().size() == 1);
  CHECK(world.traffic().obstacles()[0].at.x == Approx(310));
  CHECK(world.traffic().obstacles()[0].at.y == Approx(8));
}

TEST_CASE("Of merge, the obstacle is seen as such once it is near") {
  Rollout rollout("merge", 1, {{"vehicles_observed", 0}});
  CHECK(rollout.observation().rows()[kObstacle].count() == 0);
  for (int i = 0; i < 5; ++i) rollout.choose(kSlower);
  const Observation seen = rollout.observation();
  const Observation::Rows& obstacle = seen.rows()[kObstacle];
  REQUIRE(obstacle.count() == 1);
  CHECK(obstacle.positions[0].x == Approx(310));
  CHECK(obstacle.positions[0].y == Approx(-8));
}
