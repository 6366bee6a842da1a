// Check values: Gymnasium 1.4.0's BipedalWalker-v3 on pybox2d 2.3.10, a new environment for each
// episode.  The ground is the same; the bodies move a little otherwise from the first step on,
// since Box2D 2.4.1 is another version.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "envs/box2d/walker_play.h"
#include "envs/box2d/walker_world.h"
#include "support/rollout.h"

using saccade::Rng;
using saccade::WalkerTerrain;
using saccade::WalkerWorld;
using saccade::testing::random_torques;
using saccade::testing::Rollout;
using saccade::testing::terrain_of;

TEST_CASE("The walker's bodies weigh what the original's weigh") {
  const WalkerWorld world(false, 0);
  CHECK(world.hull().GetMass() == Approx(5.42222261428833));
  CHECK(world.hull().GetInertia() == Approx(2.0017447471618652).epsilon(1e-5));
  CHECK(world.hull().GetLocalCenter().x == Approx(-0.0200364).epsilon(1e-5));
  CHECK(world.hull().GetLocalCenter().y == Approx(-0.00564664).epsilon(1e-4));
  for (const std::size_t leg : {0U, 1U}) {
    CHECK(world.limb(2 * leg).GetMass() == Approx(0.30222222208976746));
    CHECK(world.limb(2 * leg).GetInertia() == Approx(0.03413992002606392).epsilon(1e-5));
    CHECK(world.limb(2 * leg + 1).GetMass() == Approx(0.24177777767181396));
    CHECK(world.limb(2 * leg + 1).GetInertia() == Approx(0.026796143501996994).epsilon(1e-5));
  }
}

TEST_CASE("The walker starts as the original") {
  const std::vector<double> wanted = {0.002747287740930915,
                                      -2.5883757189149037e-05,
                                      0.002013495424762368,
                                      -0.015999827533960342,
                                      0.09179489314556122,
                                      -0.0026571243070065975,
                                      0.8603634834289551,
                                      0.0033659960608929396,
                                      1.0,
                                      0.032199565321207047,
                                      -0.0026569466572254896,
                                      0.8539148569107056,
                                      0.0018791467882692814,
                                      1.0};
  const std::vector<float> seen = Rollout("bipedal-walker", 0).self();
  REQUIRE(seen.size() == 24);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    INFO("feature " << i);
    CHECK(seen[i] == Approx(wanted[i]).margin(1e-5));
  }
  const std::vector<double> lidar = {0.44081419706344604,
                                     0.44582030177116394,
                                     0.46142297983169556,
                                     0.48955038189888,
                                     0.5341030359268188,
                                     0.6024612784385681,
                                     0.709149181842804,
                                     0.885932207107544,
                                     1.0,
                                     1.0};
  for (std::size_t i = 0; i < lidar.size(); ++i) {
    CHECK(seen[14 + i] == Approx(lidar[i]).margin(1e-5));
  }
  const std::vector<float> hardcore = Rollout("bipedal-walker-hardcore", 42).self();
  CHECK(hardcore[0] == Approx(0.0027475771494209766).margin(1e-5));
  CHECK(hardcore[2] == Approx(2.656989272509236e-05).margin(1e-5));
}

// Torques that do not press a joint against its limit: there the versions of Box2D differ.
TEST_CASE("The walker's first steps are close to the original's") {
  struct Step {
    double reward;
    std::vector<double> seen;
  };
  const auto check = [](const std::vector<float>& torques, const std::vector<Step>& steps) {
    Rollout rollout("bipedal-walker", 0);
    for (const Step& step : steps) {
      rollout.step(torques);
      CHECK(rollout.reward() == Approx(step.reward).margin(2e-3));
      for (std::size_t i = 0; i < step.seen.size(); ++i) {
        INFO("feature " << i << " of step " << rollout.steps());
        CHECK(rollout.self()[i] == Approx(step.seen[i]).margin(0.03));
      }
    }
  };
  check({0.1F, 0, 0, 0}, {{-0.0943,
                           {-0.0074, -0.0042, -0.0054, -0.0028, 0.4423, 0.2520, 0.1068, -0.2895, 1,
                            0.3440, 0.1278, 0.1093, -0.1236, 1}},
                          {-0.0274,
                           {-0.0113, -0.0078, -0.0069, -0.0220, 0.4691, 0.3386, 0.0697, -0.3091, 0,
                            0.3554, 0.1404, 0.0985, -0.0852, 0}}});
  check({0, -1, 0, 0}, {{-0.1138,
                         {-0.0062, -0.0017, -0.0086, -0.0043, 0.4475, 0.5564, 0.0927, -1.0018, 1,
                          0.3483, 0.1571, 0.0974, -0.1806, 1}},
                        {-0.0364,
                         {-0.0069, -0.0014, -0.0065, -0.0276, 0.4869, 0.5181, -0.0243, -1.0000, 0,
                          0.3589, 0.1298, 0.0816, -0.1274, 0}}});
}

TEST_CASE("A walker's reward is its way, its hull's angle and the torques") {
  Rollout rollout("bipedal-walker", 3);
  const auto shaping = [&rollout] {
    const auto seen = rollout.observation();
    return 130.0 / 30 * seen.rows()[0].positions[0].x - 5 * std::abs(rollout.self()[0]);
  };
  for (int k = 0; k < 20; ++k) {
    const double before = shaping();
    rollout.step({0.5F, -1, 0.25F, 0});
    CHECK(rollout.reward() == Approx(shaping() - before - 0.028 * 1.75).margin(1e-4));
  }
}

TEST_CASE("Torque moves the limb that its label names, and a sign turns it forward") {
  const auto angles = [](std::size_t joint, float torque) {
    Rollout rollout("bipedal-walker", 5);
    std::vector<float> torques(4);
    torques[joint] = torque;
    rollout.step(torques);
    const std::vector<float> s = rollout.self();
    return std::array<float, 4>{s[4], s[6], s[9], s[11]};
  };
  for (std::size_t joint = 0; joint < 4; ++joint) {
    INFO("joint " << joint);
    CHECK(angles(joint, 1)[joint] > angles(joint, 0)[joint]);
    CHECK(angles(joint, -1)[joint] < angles(joint, 0)[joint]);
  }
}

TEST_CASE("A strong motor turns a knee beyond its limit for a step, as in the original's Box2D") {
  WalkerWorld world(false, 0);
  std::vector<float> above;  // The lower limit, rad.
  for (int step = 0; step < 21; ++step) {
    world.step(std::vector<float>{0, step % 8 < 4 ? -1.0F : 1.0F, 0, 0});
    above.push_back(world.joint(1).GetJointAngle() - world.joint(1).GetLowerLimit());
  }
  CHECK(above[18] > 0.05F);
  CHECK(above[19] < -0.01F);  // Looking ahead, Box2D 2.4 would stop it at 0.
  CHECK(above[20] > 0);
}

TEST_CASE("A walker that gives way falls") {
  Rollout rollout("bipedal-walker", 0);
  play(rollout, 0, false);
  CHECK(rollout.outcome() == "fell");
  CHECK(rollout.terminated());
  CHECK(rollout.reward() == -100);
}

TEST_CASE("A walker that hops over the left end has walked back") {
  Rollout rollout("bipedal-walker", 1);
  while (!rollout.over()) {
    const double phase = std::numbers::pi / 10 * rollout.steps();
    const auto hip = static_cast<float>(std::sin(phase) / 2),
               knee = static_cast<float>(std::cos(phase + 0.5) / 2);
    rollout.step({hip, knee, -hip, -knee});
  }
  CHECK(rollout.outcome() == "walked_back");
  CHECK(rollout.reward() == -100);
  CHECK(rollout.observation().rows()[0].positions[0].x < 0);
}

TEST_CASE("A walker that gets nowhere runs out of time, later if hardcore") {
  for (const auto& [id, steps] :
       {std::pair("bipedal-walker", 1600), std::pair("bipedal-walker-hardcore", 2000)}) {
    Rollout rollout(id, 2);  // On its knees, random torques do not overturn it.
    play(rollout, 2, false);
    CHECK(rollout.outcome() == "timeout");
    CHECK(rollout.truncated());
    CHECK_FALSE(rollout.terminated());
    CHECK(rollout.steps() == steps);
  }
}

TEST_CASE("As rays the lidar measures what the features tell, in metres") {
  const std::vector<float> features = Rollout("bipedal-walker", 0).self();
  Rollout rollout("bipedal-walker", 0, {{"rays", true}});
  const saccade::Observation seen = rollout.observation();
  CHECK(rollout.self() == std::vector<float>(features.begin(), features.begin() + 14));
  REQUIRE(seen.rays().size() == 1);
  const auto& rays = seen.rays()[0];
  REQUIRE(rays.distances.size() == 42);
  CHECK(rays.distances[0] == Approx(160.0 / 30 * features[14]));
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(rays.distances[i] == Approx(160.0 / 30 * features[14 + i]).epsilon(0.02));
    CHECK(rays.hits[i] == 0);
    CHECK(rays.distances[42 - i - 1] == Approx(rays.distances[i + 1]).epsilon(0.02));  // Level.
  }
  CHECK(rays.distances[21] == Approx(160.0 / 30));  // Straight up.
  CHECK(rays.hits[21] == -1);
}

TEST_CASE("With terrain_entities the walker sees the ground and the blocks ahead") {
  Rollout rollout("bipedal-walker-hardcore", 0, {{"terrain_entities", true}});
  const WalkerTerrain terrain = terrain_of(true, 0);
  const saccade::Observation seen = rollout.observation();
  REQUIRE(seen.rows().size() == 3);
  const saccade::Vec2 hull = seen.rows()[0].positions[0];
  const auto& ground = seen.rows()[1];
  constexpr double kRange = 160.0 / 30;
  REQUIRE(ground.count() == 14);  // From 3.67 m to 10.00 m, 0.467 m apart.
  for (std::size_t i = 0; i < 14; ++i) {
    const auto point = static_cast<std::size_t>(ground.ids[i] - 1);
    const double dx = WalkerTerrain::x(static_cast<int>(point)) - hull.x;
    const double dy = terrain.y[point] - hull.y;
    CHECK(ground.features[3 * i] == Approx(dx / kRange).margin(1e-5));
    CHECK(ground.features[3 * i + 1] == Approx(dy / kRange).margin(1e-5));
    CHECK(ground.features[3 * i + 2] == Approx(std::hypot(dx, dy) / kRange).margin(1e-5));
  }
  const auto& blocks = seen.rows()[2];
  REQUIRE(blocks.count() == 1);  // The first stair begins 4.67 m ahead, the second 6.5 m.
  CHECK(blocks.features[0] == Approx((28.0 / 3 - hull.x) / kRange).margin(1e-5));
  CHECK(blocks.features[1] == Approx((10.0 / 3 - hull.y) / kRange).margin(1e-5));
  CHECK(blocks.features[2] == Approx(4 * 14.0 / 30 / kRange).margin(1e-5));
  CHECK(blocks.features[3] == Approx(14.0 / 30 / kRange).margin(1e-5));
  CHECK(rollout.self() == Rollout("bipedal-walker-hardcore", 0).self());
  CHECK(Rollout("bipedal-walker", 0, {{"terrain_entities", true}}).observation().rows().size() ==
        2);
}

TEST_CASE("Geometry gives the walker's velocity in metres per second") {
  using saccade::Geometry;
  Rollout rollout("bipedal-walker", 4);
  for (int k = 0; k < 15; ++k) rollout.step({0.5F, -0.5F, -0.5F, 0.5F});
  const saccade::Observation seen = rollout.observation();
  const auto& self = rollout.spec().kinds[0].observation.types[0];
  const saccade::Vec2 unit = self.find_geometry(Geometry::kDirection)->unit;
  CHECK(seen.rows()[0].velocities[0].x == Approx(rollout.self()[2] * unit.x).margin(1e-5));
  CHECK(seen.rows()[0].velocities[0].y == Approx(rollout.self()[3] * unit.y).margin(1e-5));
  CHECK(self.find_geometry(Geometry::kAngle)->features == std::vector<std::string>{"hull_angle"});
}
