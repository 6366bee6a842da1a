// Check values: Gymnasium's Pendulum-v1 (commit 3f0476a8), NumPy 1.24.2.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/rollout.h"

using saccade::testing::Rollout;

namespace {

// Observation of an angle and a speed, as float32.
void check_state(const Rollout& rollout, double angle, double speed) {
  const std::vector<float> seen = rollout.self();
  CHECK(seen[0] == static_cast<float>(std::cos(angle)));
  CHECK(seen[1] == static_cast<float>(std::sin(angle)));
  CHECK(seen[2] == static_cast<float>(speed));
}

void wave(Rollout& rollout) {
  rollout.step({static_cast<float>(2 * std::sin(0.1 * rollout.steps()))});
}

}  // namespace

TEST_CASE("Pendulum starts as the original") {
  check_state(Rollout("pendulum", 0), 0.8605556614246863, -0.4604265724722594);
  check_state(Rollout("pendulum", 42), 1.721316619099806, -0.12224312049589536);
}

TEST_CASE("Pendulum moves and rewards as the original under a wave of torque") {
  Rollout rollout("pendulum", 0);
  wave(rollout);
  CHECK(rollout.reward() == static_cast<double>(-0.7617553092739346F));
  check_state(rollout, 0.8659670195591026, 0.108227162688325);
  wave(rollout);
  CHECK(rollout.reward() == static_cast<double>(-0.7511100576806016F));
  while (rollout.steps() < 10) wave(rollout);
  CHECK(rollout.reward() == static_cast<double>(-9.142396480381997F));
  check_state(rollout, 2.592920588833205, 7.289127499166439);
  while (!rollout.over()) wave(rollout);
  CHECK(rollout.steps() == 200);
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.total() == Approx(-1196.440111178803).epsilon(1e-8));
  const auto seen = rollout.self();
  CHECK(seen[0] == Approx(std::cos(3.1009389746012106)).margin(1e-6));
  CHECK(seen[2] == Approx(-7.626457830003764).epsilon(1e-7));
}

TEST_CASE("Pendulum's return agrees for another seed") {
  Rollout rollout("pendulum", 42);
  while (!rollout.over()) wave(rollout);
  CHECK(rollout.total() == Approx(-1215.3041261782914).epsilon(1e-8));
}

TEST_CASE("Torque beyond the limit is the limit") {
  Rollout strong("pendulum", 5);
  Rollout limit("pendulum", 5);
  strong.step({100});
  limit.step({2});
  CHECK(strong.self() == limit.self());
  CHECK(strong.reward() == limit.reward());
}

TEST_CASE("Pendulum's gravity and start are options") {
  Rollout still("pendulum", 1, {{"g", 0.0}, {"y_init", 0}});
  const auto before = still.self();
  still.step({0});
  CHECK(still.self() == before);
  Rollout upright("pendulum", 1, {{"x_init", 0.0}, {"y_init", 0.0}});
  CHECK(upright.self() == std::vector<float>{1, 0, 0});
}
