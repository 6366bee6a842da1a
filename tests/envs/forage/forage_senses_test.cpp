// What forage's rays meet and what its picture shows, against geometry worked out by hand.
#include "envs/forage/forage_senses.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "support/rollout.h"

namespace {

using saccade::cast_forage_ray;
using saccade::CountRange;
using saccade::ForageHit;
using saccade::ForageWorld;
using saccade::ImageModality;
using saccade::Observation;

ForageWorld world_of(int food, int hunters, int crates, std::uint64_t seed = 3) {
  const auto exactly = [](int count) { return CountRange{count, count}; };
  return {{.food = exactly(food),
           .poison = exactly(0),
           .hunters = exactly(hunters),
           .crates = exactly(crates)},
          seed};
}

b2Vec2 eye_of(const ForageWorld& world) {
  return world.agent().GetPosition();
}

struct Polar {
  float distance;
  float angle;
};

// From the agent to a point.
Polar toward(const ForageWorld& world, b2Vec2 point) {
  const b2Vec2 offset = point - eye_of(world);
  return {offset.Length(), std::atan2(offset.y, offset.x)};
}

// An environment with sensors, and what it shows after a reset.
struct Scenario {
  explicit Scenario(const saccade::testing::OptionList& options, std::uint64_t seed = 4)
      : environment(saccade::testing::make_builtin("forage", options)),
        seen(environment->spec().kinds[0].observation, environment->spec().kinds[0].action) {
    environment->reset(seed);
    environment->observe(0, seen);
  }

  std::unique_ptr<saccade::Environment> environment;
  Observation seen;
};

// The value of a channel in a picture of the world.
class Picture {
 public:
  explicit Picture(const ForageWorld& world)
      : image_(saccade::forage_image()), seen_({{}, {}, {image_}}, {}) {
    saccade::sense_forage_image(world, image_, seen_);
  }

  float at(int row, int col, saccade::ForageKind kind) const {
    const auto pixel = static_cast<std::size_t>(row * image_.width + col);
    return seen_.images()[0].pixels[pixel * image_.channels.size() + kind];
  }
  float sum(saccade::ForageKind kind) const {
    float total = 0;
    for (int row = 0; row < image_.height; ++row) {
      for (int col = 0; col < image_.width; ++col) total += at(row, col, kind);
    }
    return total;
  }

 private:
  ImageModality image_;
  Observation seen_;
};

}  // namespace

TEST_CASE("a ray at the middle of a piece of food ends at its edge") {
  const ForageWorld world = world_of(1, 0, 0);
  const auto& food = world.food()[0];
  const Polar there = toward(world, food.position);
  const ForageHit hit = cast_forage_ray(world, there.angle, 40);
  CHECK(hit.kind == saccade::kForageFood);
  CHECK(hit.distance == Approx(there.distance - food.radius).margin(1e-4));
}

TEST_CASE("a ray past the middle of a disc meets the circle, one past its edge does not") {
  const ForageWorld world = world_of(1, 0, 0);
  const auto& food = world.food()[0];
  const Polar there = toward(world, food.position);
  // At an angle t to the centre the ray passes it at d sin(t), and the half chord follows.
  const float half_angle = std::asin(food.radius / there.distance);
  const float t = 0.5F * half_angle;
  const float aside = there.distance * std::sin(t);
  const float wanted =
      there.distance * std::cos(t) - std::sqrt(food.radius * food.radius - aside * aside);
  const ForageHit hit = cast_forage_ray(world, there.angle + t, 40);
  CHECK(hit.kind == saccade::kForageFood);
  CHECK(hit.distance == Approx(wanted).margin(1e-4));
  CHECK(cast_forage_ray(world, there.angle + 1.01F * half_angle, 40).kind == saccade::kForageWall);
  CHECK(cast_forage_ray(world, there.angle + b2_pi, 40).kind == saccade::kForageWall);
}

TEST_CASE("rays measure the distances to the walls, or nothing beyond their range") {
  const ForageWorld world = world_of(0, 0, 0);
  const b2Vec2 eye = eye_of(world);
  const ForageHit right = cast_forage_ray(world, 0, 40);
  CHECK(right.kind == saccade::kForageWall);
  CHECK(right.distance == Approx(world.half() - eye.x).margin(1e-4));
  CHECK(cast_forage_ray(world, -b2_pi / 2, 40).distance ==
        Approx(world.half() + eye.y).margin(1e-4));
  const ForageHit nothing = cast_forage_ray(world, 0, 0.5F * (world.half() - eye.x));
  CHECK(nothing.kind == -1);
  CHECK(nothing.distance == 0.5F * (world.half() - eye.x));
}

TEST_CASE("a crate stops the ray to what lies behind it") {
  const ForageWorld world = world_of(1, 0, 1);
  const auto& crate = world.crates()[0];
  const Polar there = toward(world, world.food()[0].position);
  REQUIRE(there.distance > 3);
  const b2Vec2 between = 0.5F * (eye_of(world) + world.food()[0].position);
  crate.body->SetTransform(between, there.angle);  // One of its faces looks at the agent.
  const ForageHit hit = cast_forage_ray(world, there.angle, 40);
  CHECK(hit.kind == saccade::kForageCrate);
  CHECK(hit.distance == Approx(there.distance / 2 - crate.half).margin(0.01));
}

TEST_CASE("a hunter is met at its edge") {
  const ForageWorld world = world_of(0, 1, 0);
  const auto& hunter = world.hunters()[0];
  hunter.body->SetTransform(eye_of(world) + b2Vec2{0, 3}, 0);
  const ForageHit hit = cast_forage_ray(world, b2_pi / 2, 12);
  CHECK(hit.kind == saccade::kForageHunter);
  CHECK(hit.distance == Approx(3 - hunter.radius).margin(1e-4));
}

TEST_CASE("ray i points at 2 pi i / count, counter-clockwise from the world's x axis") {
  const ForageWorld world = world_of(5, 1, 2);
  const saccade::RayModality rays = saccade::forage_rays(6);
  Observation seen({{}, {rays}, {}}, {});
  saccade::sense_forage_rays(world, rays, seen);
  const Observation::Rays& reading = seen.rays()[0];
  CHECK(reading.present);
  CHECK(reading.heading == 0);
  CHECK(reading.origin.x == eye_of(world).x);
  REQUIRE(reading.distances.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) {
    const ForageHit hit = cast_forage_ray(world, static_cast<float>(i) * b2_pi / 3, 12);
    CHECK(reading.hits[i] == hit.kind);
    CHECK(reading.distances[i] == Approx(hit.distance).margin(1e-3));
  }
}

TEST_CASE("a disc covers the pixel in which it lies, and a part of those beside") {
  const ForageWorld world = world_of(0, 1, 0);
  const auto& hunter = world.hunters()[0];
  REQUIRE(hunter.radius == Approx(0.55));
  // The centre of a pixel: 24 pixels of 0.75 m, so column 14 spans 1.5 to 2.25 m to the right, and
  // row 10 spans 0.75 to 1.5 m upwards.
  hunter.body->SetTransform(eye_of(world) + b2Vec2{1.875F, 1.125F}, 0);
  const Picture picture(world);
  const auto kind = saccade::kForageHunter;
  const float beside = 0.5F + (0.55F - 0.75F) / 0.75F;
  CHECK(picture.at(10, 14, kind) == 1);
  CHECK(picture.at(10, 13, kind) == Approx(beside).margin(1e-3));
  CHECK(picture.at(9, 14, kind) == Approx(beside).margin(1e-3));
  CHECK(picture.at(11, 15, kind) == 0);
  CHECK(picture.sum(kind) == Approx(1 + 4 * beside).margin(1e-2));
}

TEST_CASE("a crate is drawn as a turned square, and what it hides is not drawn") {
  const ForageWorld world = world_of(1, 1, 1);
  const auto& crate = world.crates()[0];
  const auto& hunter = world.hunters()[0];
  crate.body->SetTransform(eye_of(world) + b2Vec2{2.625F, 0.375F}, b2_pi / 4);
  hunter.body->SetTransform(eye_of(world) + b2Vec2{5, 0.7F}, 0);
  const Picture hidden(world);
  CHECK(hidden.sum(saccade::kForageHunter) == 0);
  CHECK(hidden.at(11, 15, saccade::kForageCrate) == 1);
  // Its corner points along x: 0.75 m aside of the centre it is thinner than in the middle.
  CHECK(hidden.at(11, 16, saccade::kForageCrate) > hidden.at(10, 16, saccade::kForageCrate));
  hunter.body->SetTransform(eye_of(world) + b2Vec2{-5, 0.7F}, 0);
  CHECK(Picture(world).sum(saccade::kForageHunter) > 1);
}

TEST_CASE("the picture shows what lies beyond the walls as wall") {
  const ForageWorld world = world_of(0, 0, 0);
  const b2Vec2 eye = eye_of(world);
  const Picture picture(world);
  for (const int col : {0, 3, 12, 20, 23}) {
    const float x = eye.x + (static_cast<float>(col) - 11.5F) * 0.75F;
    const float share = 0.5F + (std::abs(x) - world.half()) / 0.75F;
    CHECK(picture.at(12, col, saccade::kForageWall) ==
          Approx(std::clamp(share, 0.0F, 1.0F)).margin(1e-4));
  }
}

TEST_CASE("the senses are as the options say") {
  const Scenario plain({});
  CHECK(plain.seen.rays().empty());
  CHECK(plain.seen.images().empty());
  const Scenario full({{"rays", 16}, {"image", true}});
  CHECK(full.seen.rows().size() == 5);
  CHECK(full.seen.rays().at(0).distances.size() == 16);
  CHECK(full.seen.images().at(0).pixels.size() == 24 * 24 * 5);
  CHECK(full.seen.rows()[0].features == plain.seen.rows()[0].features);
  const Scenario alone({{"rays", 16}, {"entities", false}});
  CHECK(alone.seen.rows().size() == 1);
  CHECK(alone.seen.rows()[0].count() == 1);
}

TEST_CASE("entities have the velocities of their bodies") {
  Scenario scenario({{"hunters_min", 2}, {"crates_min", 1}});
  scenario.environment->reset(9);
  std::vector<float> reward(1);
  Observation before = scenario.seen;
  const std::vector<float> right = {1};
  for (int step = 0; step < 12; ++step) {
    before.clear();
    scenario.environment->observe(0, before);
    scenario.environment->step(right, reward);
  }
  scenario.seen.clear();
  scenario.environment->observe(0, scenario.seen);
  const auto& self = scenario.seen.rows()[0];
  // Over the last decision of 0.1 s the agent hardly changed its speed any more.
  const float moved = (self.positions[0].x - before.rows()[0].positions[0].x) / 0.1F;
  CHECK(self.velocities[0].x == Approx(moved).epsilon(0.1).margin(0.3));
  CHECK(self.velocities[0].x == Approx(7 * self.features[0]));
  for (const auto& velocity : scenario.seen.rows()[1].velocities) CHECK(velocity.x == 0);
}
