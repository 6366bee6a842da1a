// The physics of the particle worlds, by hand.
#include "envs/particles/particle_world.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using saccade::Particle;
using saccade::ParticleWorld;
using saccade::Push;
using saccade::Rng;

namespace {

const std::vector<Push> kRest = {{0, 0}, {0, 0}};

}  // namespace

TEST_CASE("A push changes the velocity at once and the place a step later") {
  ParticleWorld world({{.x = 0.5, .y = -0.5}}, {});
  world.step(std::vector<Push>{{1, 0}});
  CHECK(world.movers()[0].x == 0.5);
  CHECK(world.movers()[0].velocity_x == Approx(0.5));  // 5 / 1 * 0.1 s.
  world.step(std::vector<Push>{{0, -0.4}});
  CHECK(world.movers()[0].x == Approx(0.55));
  CHECK(world.movers()[0].velocity_x == Approx(0.375));  // A quarter is lost.
  CHECK(world.movers()[0].velocity_y == Approx(-0.2));
  world.step(std::vector<Push>{{0, 0}});
  CHECK(world.movers()[0].x == Approx(0.5875));
  CHECK(world.movers()[0].y == Approx(-0.52));
  CHECK(world.trail().size() == 3);
}

TEST_CASE("A disc has a strength and a greatest speed") {
  ParticleWorld world({{.strength = 3, .max_speed = 1}}, {});
  world.step(std::vector<Push>{{1, 0}});
  CHECK(world.movers()[0].velocity_x == Approx(0.3));
  for (int i = 0; i < 30; ++i) world.step(std::vector<Push>{{1, 1}});
  const Particle& mover = world.movers()[0];
  CHECK(std::hypot(mover.velocity_x, mover.velocity_y) == Approx(1));
}

TEST_CASE("Discs repel each other as deep as they overlap") {
  ParticleWorld world({{.x = 0}, {.x = 0.06}}, {});
  world.step(kRest);
  // 0.04 deep: a force of 4 for 0.1 s.
  CHECK(world.movers()[0].velocity_x == Approx(-0.4));
  CHECK(world.movers()[1].velocity_x == Approx(0.4));
  CHECK(world.movers()[1].velocity_y == 0);
  CHECK(world.touching_pairs() == 1);
  world.step(kRest);  // At -0.04 and 0.1.
  CHECK(world.touching_pairs() == 0);
}

TEST_CASE("Contacts are soft: at the edge there is a little force, and far away none") {
  ParticleWorld world({{.x = 0}, {.x = 0.1}}, {});
  world.step(kRest);
  // 100 * 0.001 * log 2 for 0.1 s.
  CHECK(world.movers()[1].velocity_x == Approx(0.01 * std::log(2.0)));
  ParticleWorld apart({{.x = 0}, {.x = 1}}, {});
  apart.step(kRest);
  CHECK(apart.movers()[1].velocity_x == 0);
}

TEST_CASE("What is fixed pushes back and stays; what is not solid is passed through") {
  const bool is_solid = GENERATE(true, false);
  ParticleWorld world({{.x = 0.2}}, {{.radius = 0.2, .is_solid = is_solid}});
  world.step(std::vector<Push>{{0, 0}});
  CHECK(world.fixed()[0].x == 0);
  CHECK(world.fixed()[0].velocity_x == 0);
  CHECK(world.movers()[0].velocity_x == Approx(is_solid ? 0.5 : 0).margin(1e-12));
}

TEST_CASE("Two discs at the same point stay finite") {
  ParticleWorld world({{}, {}}, {});
  world.step(std::vector<Push>{{1, 0}, {0, 0}});
  CHECK(world.movers()[0].velocity_x == Approx(0.5));
  CHECK(world.movers()[1].velocity_x == 0);
}

TEST_CASE("Places are drawn as NumPy draws them, x before y, movers before the rest") {
  ParticleWorld world({{.velocity_x = 3}, {}}, {{}});
  Rng rng(0), again(0);
  world.step(kRest);
  world.place_movers(rng, 1);
  world.place_fixed(rng, 0.5);
  CHECK(world.movers()[0].x == Approx(0.2739233746).margin(1e-9));
  CHECK(world.movers()[0].y == Approx(-0.4604265725).margin(1e-9));
  CHECK(world.movers()[0].velocity_x == 0);
  for (int i = 0; i < 4; ++i) again.uniform();
  CHECK(world.fixed()[0].x == again.uniform(-0.5, 0.5));
  CHECK(world.trail().empty());
}
