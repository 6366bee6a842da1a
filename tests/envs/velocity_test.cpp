// The velocities that environments give are those at which positions change.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "support/rollout.h"

namespace {

using saccade::Vec2;

struct Sighting {
  Vec2 position;
  Vec2 velocity;
};

Sighting sight(const saccade::Environment& environment) {
  saccade::Observation seen(environment.spec().kinds[0].observation,
                            environment.spec().kinds[0].action);
  environment.observe(0, seen);
  return {seen.rows()[0].positions[0], seen.rows()[0].velocities[0]};
}

float speed(Vec2 velocity) {
  return std::hypot(velocity.x, velocity.y);
}

}  // namespace

TEST_CASE("the agent's velocity is the change of its position over a step") {
  struct Case {
    std::string id;
    float tolerance;  // World units per second: what acceleration changes within half a step.
    float moves;      // It is at some time faster than this.
  };
  const Case subject = GENERATE(Case{"cartpole", 0.2F, 0.5F}, Case{"pendulum", 0.5F, 2.0F},
                                Case{"lunar-lander", 0.3F, 1.0F}, Case{"acrobot", 0.02F, 0.2F},
                                Case{"mountain-car", 0.04F, 0.2F});
  const auto environment = saccade::testing::make_builtin(subject.id);
  environment->reset(3);
  const auto dt = static_cast<float>(1 / environment->spec().steps_per_second);
  const std::vector<float> action = {0};
  std::vector<float> reward(1);
  float fastest = 0;
  for (bool over = false; !over;) {
    const Sighting before = sight(*environment);
    const saccade::StepResult result = environment->step(action, reward);
    const Sighting after = sight(*environment);
    over = result.terminated || result.truncated;
    if (over) break;  // Crashing is no smooth motion.
    const Vec2 mean{(before.velocity.x + after.velocity.x) / 2,
                    (before.velocity.y + after.velocity.y) / 2};
    INFO(subject.id);
    CHECK((after.position.x - before.position.x) / dt == Approx(mean.x).margin(subject.tolerance));
    CHECK((after.position.y - before.position.y) / dt == Approx(mean.y).margin(subject.tolerance));
    fastest = std::max(fastest, speed(after.velocity));
  }
  CHECK(fastest > subject.moves);
}
