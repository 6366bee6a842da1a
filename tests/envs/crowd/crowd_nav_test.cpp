// Actions, rewards, ends and features of crowd-nav.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "support/rollout.h"

using saccade::EntityId;
using saccade::Geometry;
using saccade::Observation;
using saccade::Scene;
using saccade::SceneShape;
using saccade::Vec2;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kHuman };
enum Feature { kX, kY, kGoalX, kGoalY, kGoalDistance, kCosGoal, kSinGoal, kVelocityX, kVelocityY };
constexpr int kStop = 0;
constexpr int kUp = 1 + 4 * 5 + 4;  // 90 degrees, the highest of 5 speeds.
constexpr int kAhead = 1 + 4;       // 0 degrees.
constexpr double kPi = 3.14159265358979323846;

OptionList alone(OptionList more = {}) {
  more.insert(more.end(), {{"humans_min", 0}, {"humans_max", 0}});
  return more;
}

Vec2 velocity_after(int choice, const OptionList& options) {
  Rollout rollout("crowd-nav", 1, options);
  rollout.choose(choice);
  return rollout.observation().rows()[kSelf].velocities[0];
}

/// The gap in a step from what was seen before it and the velocity after it.
double gap_of(const Observation& before, Vec2 velocity) {
  const Vec2 self = before.rows()[kSelf].positions[0];
  double least = 1e9;
  const Observation::Rows& people = before.rows()[kHuman];
  for (std::size_t i = 0; i < people.ids.size(); ++i) {
    for (int k = 0; k <= 1000; ++k) {
      const float t = 0.25F * static_cast<float>(k) / 1000;
      const float x = people.positions[i].x - self.x + t * (people.velocities[i].x - velocity.x);
      const float y = people.positions[i].y - self.y + t * (people.velocities[i].y - velocity.y);
      least = std::min(least, static_cast<double>(std::hypot(x, y)) - 0.6);
    }
  }
  return least;
}

}  // namespace

TEST_CASE("81 velocities: to stop, and 16 directions with 5 speeds that grow by a power") {
  const auto head =
      std::get<saccade::CategoricalHead>(Rollout("crowd-nav", 1).spec().kinds[0].action.heads[0]);
  REQUIRE(head.labels.size() == 81);
  CHECK(head.labels[kStop] == "stop");
  CHECK(head.labels[kUp] == "1 m/s at 90 deg");
  CHECK(head.labels[1] == "0.13 m/s at 0 deg");
  CHECK(head.labels[6] == "0.13 m/s at 22.5 deg");
  const double speeds[] = {0.128851, 0.286230, 0.478453, 0.713236, 1};
  for (int choice = 1; choice < 81; ++choice) {
    const double angle = 2 * kPi * ((choice - 1) / 5) / 16;
    const double speed = speeds[(choice - 1) % 5];
    const Vec2 v = velocity_after(choice, alone());
    CHECK(v.x == Approx(speed * std::cos(angle)).margin(1e-5));
    CHECK(v.y == Approx(speed * std::sin(angle)).margin(1e-5));
  }
  CHECK(velocity_after(kStop, alone()) == Vec2{0, 0});
}

TEST_CASE("Directions can count from the direction to the goal") {
  Rollout rollout("crowd-nav", 1, alone({{"directions", "goal"}}));
  rollout.choose(1 + 2 * 5 + 4);  // 45 degrees to the left of it, which is up at first.
  const Vec2 aside = rollout.observation().rows()[kSelf].velocities[0];
  CHECK(aside.x == Approx(-std::sqrt(0.5)).margin(1e-5));
  CHECK(aside.y == Approx(std::sqrt(0.5)).margin(1e-5));
  const std::vector<float> self = rollout.self();
  rollout.choose(kAhead);
  const Vec2 ahead = rollout.observation().rows()[kSelf].velocities[0];
  CHECK(ahead.x == Approx(self[kCosGoal]).margin(1e-5));
  CHECK(ahead.y == Approx(self[kSinGoal]).margin(1e-5));
  CHECK(self[kCosGoal] > 0.01F);
}

TEST_CASE("Two numbers are a velocity, which is shortened to 1 m/s") {
  Rollout rollout("crowd-nav", 1, alone({{"action", "continuous"}}));
  rollout.step({0.3F, -0.4F});
  CHECK(rollout.observation().rows()[kSelf].velocities[0].y == Approx(-0.4));
  rollout.step({1, 1});
  const Vec2 v = rollout.observation().rows()[kSelf].velocities[0];
  CHECK(v.x == Approx(std::sqrt(0.5)));
  CHECK(v.y == Approx(std::sqrt(0.5)));
  CHECK(rollout.self()[kX] == Approx(0.25 * (0.3 + std::sqrt(0.5))));
}

TEST_CASE("Without people the goal is reached in 31 steps") {
  const bool by_goal = GENERATE(false, true);
  Rollout rollout("crowd-nav", 1,
                  by_goal ? alone({{"directions", "goal"}, {"shaping", 0.1}}) : alone());
  while (!rollout.over()) rollout.choose(by_goal ? kAhead : kUp);
  CHECK(rollout.steps() == 31);
  CHECK(rollout.terminated());
  CHECK(rollout.outcome() == "success");
  CHECK(rollout.total() == Approx(by_goal ? 1 + 0.1 * 7.75 : 1));
  std::vector<float> counts(3);
  rollout.environment().counts(counts);
  CHECK(counts == std::vector<float>{7.75F, 7.75F, 0});
}

TEST_CASE("Time runs out after 97 steps, and comes before the goal") {
  Rollout rollout("crowd-nav", 1, alone());
  CHECK(rollout.spec().max_steps == 97);
  while (!rollout.over()) rollout.choose(kStop);
  CHECK(rollout.steps() == 97);
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.outcome() == "timeout");
  CHECK(rollout.total() == 0);

  Rollout late("crowd-nav", 1, alone({{"time_limit", 8.5}}));
  while (!late.over()) late.choose(kUp);
  CHECK(late.steps() == 31);
  CHECK(late.outcome() == "timeout");
  CHECK(late.total() == 0);
}

TEST_CASE("Rewards: 1 at the goal, -0.25 for a collision, less for a gap below 0.2 m") {
  int collisions = 0, successes = 0, too_near = 0;
  for (std::uint64_t seed = 1000; seed < 1060; ++seed) {
    Rollout rollout("crowd-nav", seed, {{"visible", seed % 2 == 0}});
    int counted = 0;
    while (!rollout.over()) {
      const Observation before = rollout.observation();
      rollout.choose(kUp);
      const double gap = gap_of(before, rollout.observation().rows()[kSelf].velocities[0]);
      counted += gap < 0.2 ? 1 : 0;
      if (rollout.outcome() == "collision") {
        ++collisions;
        CHECK(rollout.reward() == Approx(-0.25));
        CHECK(gap < 1e-4);
      } else if (rollout.outcome() == "success") {
        ++successes;
        CHECK(rollout.reward() == 1);
      } else {
        CHECK(gap > -1e-4);
        too_near += gap < 0.2 ? 1 : 0;
        CHECK(rollout.reward() == Approx(gap < 0.2 ? 0.125 * (gap - 0.2) : 0).margin(1e-5));
      }
    }
    std::vector<float> counts(3);
    rollout.environment().counts(counts);
    CHECK(counts[2] == static_cast<float>(counted));
  }
  CHECK(collisions > 10);
  CHECK(successes > 10);
  CHECK(too_near > 10);
}

TEST_CASE("Features are metres and metres per second as the world has them") {
  Rollout rollout("crowd-nav", 1003);
  for (int i = 0; i < 6; ++i) rollout.choose(1 + 5 + 4);
  const Observation seen = rollout.observation();
  const std::vector<float> self = rollout.self();
  CHECK(self[kX] == Approx(6 * 0.25 * std::cos(kPi / 8)));
  CHECK(self[kY] == Approx(-4 + 6 * 0.25 * std::sin(kPi / 8)));
  CHECK(self[kGoalX] == 0);
  CHECK(self[kGoalY] == 4);
  CHECK(self[kGoalDistance] == Approx(std::hypot(self[kX], 4 - self[kY])));
  CHECK(self[kCosGoal] * self[kGoalDistance] == Approx(-self[kX]));
  CHECK(self[kSinGoal] * self[kGoalDistance] == Approx(4 - self[kY]));
  CHECK(self[kVelocityX] == Approx(std::cos(kPi / 8)));
  CHECK(self[kVelocityY] == Approx(std::sin(kPi / 8)));
  const Observation::Rows& people = seen.rows()[kHuman];
  REQUIRE(people.count() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    const float* row = people.features.data() + 6 * i;
    CHECK(Vec2{row[0], row[1]} == people.positions[i]);
    CHECK(Vec2{row[2], row[3]} == people.velocities[i]);
    CHECK(std::hypot(row[2], row[3]) > 0.1F);
    CHECK(row[4] == 0.3F);
    CHECK(row[5] == Approx(std::hypot(row[0] - self[kX], row[1] - self[kY])));
    CHECK(people.ids[i] == static_cast<EntityId>(1 + i));
  }
}

TEST_CASE("A heading is declared where actions count from it, and only there") {
  const auto heading = [](const OptionList& options) {
    const auto types = Rollout("crowd-nav", 1, options).spec().kinds[0].observation.types;
    CHECK(types[kHuman].find_geometry(Geometry::kPoint) != nullptr);
    CHECK(types[kSelf].find_geometry(Geometry::kPosition) != nullptr);
    return types[kSelf].find_geometry(Geometry::kHeading) != nullptr;
  };
  CHECK(heading({{"directions", "goal"}}));
  CHECK_FALSE(heading({}));
}

TEST_CASE("More people at least than at most are refused") {
  const OptionList options = {{"humans_min", 6}};
  CHECK_THROWS_WITH(Rollout("crowd-nav", 1, options),
                    Catch::Contains("option humans_min: found 6, wanted at most humans_max = 5"));
  CHECK(Rollout("crowd-nav", 1, {{"humans_max", 12}, {"humans_min", 12}})
            .observation()
            .rows()[kHuman]
            .count() == 12);
}

TEST_CASE("The picture shows the robot and everybody where they are") {
  Rollout rollout("crowd-nav", 1001, {{"crossing", GENERATE("circle", "square")}});
  for (int i = 0; i < 8; ++i) rollout.choose(kStop);
  Scene scene;
  rollout.environment().draw(scene);
  const Observation seen = rollout.observation();
  std::set<EntityId> shown;
  for (const SceneShape& shape : scene.shapes) {
    if (shape.entity < 0 || !shape.anchor) continue;
    REQUIRE(std::holds_alternative<saccade::Circle>(shape.shape));
    const Vec2 centre = std::get<saccade::Circle>(shape.shape).center;
    const auto row = static_cast<std::size_t>(shape.entity);
    CHECK(centre ==
          (row == 0 ? seen.rows()[kSelf].positions[0] : seen.rows()[kHuman].positions[row - 1]));
    CHECK(shown.insert(shape.entity).second);
  }
  CHECK(shown.size() == 6);
}
