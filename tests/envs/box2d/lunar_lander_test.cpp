// Check values: Gymnasium's LunarLander-v3 (commit 3f0476a8) on pybox2d 2.3.10, unless they are
// said to be ours, on Box2D 2.4.1.  The first steps agree closely and the distribution of returns
// agrees; later steps do not, and our episodes are longer: a lander takes longer to come to rest.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "envs/box2d/lander_world.h"
#include "support/rollout.h"

using saccade::LanderWorld;
using saccade::testing::Rollout;

namespace {

void check_near(const std::vector<float>& seen, const std::vector<double>& wanted) {
  REQUIRE(seen.size() >= wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    INFO("feature " << i);
    CHECK(seen[i] == Approx(wanted[i]).margin(1e-3));
  }
}

struct Wish {
  double turn, rise;
};

// Gymnasium's controller: what it wants to do about angle and height.
Wish heuristic(const std::vector<float>& s) {
  const double angle = std::clamp(0.5 * s[0] + 1.0 * s[2], -0.4, 0.4);
  Wish wish{.turn = 0.5 * (angle - s[4]) - s[5],
            .rise = 0.5 * (0.55 * std::abs(s[0]) - s[1]) - 0.5 * s[3]};
  if (s[6] > 0 || s[7] > 0) wish = {.turn = 0, .rise = -0.5 * s[3]};
  return wish;
}

std::vector<float> discrete_action(const Wish& wish) {
  if (wish.rise > std::abs(wish.turn) && wish.rise > 0.05) return {2};
  if (wish.turn < -0.05) return {3};
  return {wish.turn > 0.05 ? 1.0F : 0.0F};
}

std::vector<float> continuous_action(const Wish& wish) {
  return {static_cast<float>(std::clamp(20 * wish.rise - 1, -1.0, 1.0)),
          static_cast<float>(std::clamp(-20 * wish.turn, -1.0, 1.0))};
}

/// Of the heuristic controller over seeds 0 to 1999: the mean return and length of an episode, and
/// the share of returns of at least 200.
struct Figures {
  double mean, length, solved;
};
constexpr Figures kGymnasium{239.04, 251.8, 0.899};  // The length to +- 3.1, one standard error.
constexpr Figures kGymnasiumContinuous{281.96, 202.6, 0.996};  // To +- 1.2.
constexpr Figures kOurs{238.29, 267.8, 0.8905};                // To +- 3.4.
constexpr Figures kOursContinuous{281.77, 216.65, 0.9955};     // To +- 1.2.

struct Score {
  double mean = 0, deviation = 0, length = 0, solved = 0;
  double error() const { return deviation / std::sqrt(count); }
  double count = 0;
};

Score score(bool continuous, int seeds) {
  double sum = 0;
  double squares = 0;
  Score result{.count = static_cast<double>(seeds)};
  for (int seed = 0; seed < seeds; ++seed) {
    Rollout rollout(continuous ? "lunar-lander-continuous" : "lunar-lander",
                    static_cast<std::uint64_t>(seed));
    while (!rollout.over()) {
      const Wish wish = heuristic(rollout.self());
      rollout.step(continuous ? continuous_action(wish) : discrete_action(wish));
    }
    sum += rollout.total();
    squares += rollout.total() * rollout.total();
    result.length += rollout.steps() / result.count;
    result.solved += (rollout.total() >= 200 ? 1 : 0) / result.count;
  }
  result.mean = sum / result.count;
  result.deviation = std::sqrt(squares / result.count - result.mean * result.mean);
  return result;
}

void check_score(const Score& found, double mean) {
  INFO("mean " << found.mean << " +- " << found.error() << ", deviation " << found.deviation
               << ", length " << found.length << ", at least 200: " << found.solved);
  CHECK(std::abs(found.mean - mean) < 3 * found.error());
}

// Returns are the original's.  Lengths are not, and their difference is not to grow.
void check_figures(const Score& found, const Figures& original, const Figures& ours) {
  WARN("mean " << found.mean << " +- " << found.error() << ", deviation " << found.deviation
               << ", length " << found.length << ", at least 200: " << found.solved);
  check_score(found, original.mean);
  CHECK(std::abs(found.solved - original.solved) < 0.02);
  CHECK(found.mean == Approx(ours.mean).margin(1));
  CHECK(found.length == Approx(ours.length).margin(3));
  CHECK(found.length / original.length == Approx(1.07).margin(0.01));
}

}  // namespace

TEST_CASE("The lander's ground is the original's, smoothed, with the pad in the middle") {
  const LanderWorld world({}, 0);
  const std::vector<double> heights = {2.000871181, 2.084988117, 1.783672571, 2.290141821,
                                       3.3,         3.3,         3.3,         3.395974874,
                                       4.353134155, 5.048012257, 3.858061790};
  for (std::size_t i = 0; i < heights.size(); ++i) {
    CHECK(world.terrain()[i].x == Approx(2.0 * static_cast<double>(i)));
    CHECK(world.terrain()[i].y == Approx(heights[i]).epsilon(1e-6));
  }
}

TEST_CASE("The lander's bodies weigh what the original's weigh") {
  const LanderWorld world({}, 0);
  CHECK(world.hull().GetMass() == Approx(4.8166666));
  CHECK(world.hull().GetInertia() == Approx(0.8333149).epsilon(1e-5));
  CHECK(world.hull().GetLocalCenter().y == Approx(0.101307).epsilon(1e-5));
  for (const std::size_t i : {0U, 1U}) {
    CHECK(world.leg(i).GetMass() == Approx(0.0711111));
    CHECK(world.leg(i).GetInertia() == Approx(0.001790947).epsilon(1e-5));
  }
}

// The joint's zero is where the legs stand at first, which is easily forgotten.
TEST_CASE("After the first step the lander's legs have swung as the original's") {
  LanderWorld world({}, 0);
  world.step({});
  const auto angle = [&world](std::size_t i) {
    return static_cast<const b2RevoluteJoint&>(world.leg_joint(i)).GetJointAngle();
  };
  CHECK(angle(0) == Approx(0.53991).margin(1e-3));
  CHECK(angle(1) == Approx(-0.54411).margin(1e-3));
}

TEST_CASE("The lander starts as the original") {
  check_near(Rollout("lunar-lander", 0).self(),
             {0.005706119351089001, 1.3990336656570435, 0.5779653191566467, -0.5282996892929077,
              -0.006605303846299648, -0.13091765344142914, 0, 0});
  check_near(Rollout("lunar-lander", 42).self(),
             {0.002297020051628351, 1.41813063621521, 0.232647106051445, 0.3204666078090668,
              -0.002654880052432418, -0.0526980459690094, 0, 0});
}

// A reward is a hundred times the difference of two observations, hence the wider margin.
TEST_CASE("The lander's first thirty steps are close to the original's") {
  Rollout rollout("lunar-lander", 0);
  const std::vector<int> cycle = {0, 2, 2, 1, 3};
  const auto go = [&] { rollout.choose(cycle[static_cast<std::size_t>(rollout.steps()) % 5]); };
  go();
  CHECK(rollout.reward() == Approx(-1.0992279298227459).margin(1e-2));
  go();
  CHECK(rollout.reward() == Approx(1.1265712961614553).margin(1e-2));
  check_near(rollout.self(), {0.017098236829042435, 1.3743476867675781, 0.5752462148666382,
                              -0.5433421730995178, -0.019675401970744133, -0.13202700018882751});
  while (rollout.steps() < 10) go();
  CHECK(rollout.reward() == Approx(-1.9700853878071303).margin(1e-2));
  while (rollout.steps() < 30) go();
  CHECK(rollout.reward() == Approx(-2.0759853368843992).margin(1e-2));
  check_near(rollout.self(), {0.17776155471801758, 0.9593273401260376, 0.6162091493606567,
                              -0.7845669388771057, -0.22676067054271698, -0.17903128266334534});
}

TEST_CASE("The heuristic controller scores as with the original, discrete") {
  check_score(score(false, 100), kGymnasium.mean);
}

TEST_CASE("The heuristic controller scores as with the original, continuous") {
  check_score(score(true, 100), kGymnasiumContinuous.mean);
}

TEST_CASE("The heuristic controller's distribution over 2,000 seeds", "[.long]") {
  check_figures(score(false, 2000), kGymnasium, kOurs);
  check_figures(score(true, 2000), kGymnasiumContinuous, kOursContinuous);
}

TEST_CASE("Each end of a landing has its name") {
  Rollout crash("lunar-lander", 1);
  while (!crash.over()) crash.choose(0);
  CHECK(crash.outcome() == "crashed");
  CHECK(crash.reward() == -100);

  Rollout landing("lunar-lander", 1);
  while (!landing.over()) landing.step(discrete_action(heuristic(landing.self())));
  CHECK(landing.outcome() == "landed");
  CHECK(landing.reward() == 100);

  Rollout away("lunar-lander-continuous", 1, {{"gravity", 0.0}});
  while (!away.over()) away.step({0, 0});
  CHECK(away.outcome() == "flew_away");
  CHECK(away.reward() == -100);
}

TEST_CASE("A lander that hovers is cut off after 1000 steps") {
  Rollout rollout("lunar-lander-continuous", 0);
  while (!rollout.over()) {
    auto s = rollout.self();
    s[1] -= 0.8F;
    rollout.step(continuous_action(heuristic(s)));
  }
  CHECK(rollout.steps() == 1000);
  CHECK(rollout.truncated());
  CHECK(rollout.outcome() == "timeout");
}

TEST_CASE("Each engine moves the lander the way its label says") {
  const auto velocity = [](int choice) {
    Rollout rollout("lunar-lander", 2);
    rollout.choose(choice);
    return std::pair(rollout.self()[2], rollout.self()[3]);
  };
  const auto [x, y] = velocity(0);
  CHECK(velocity(1).first < x);
  CHECK(velocity(2).second > y);
  CHECK(velocity(3).first > x);
}

// Gymnasium: the main engine gives half of its power at a throttle of 0 and all of it at 1.
TEST_CASE("A throttle of 0.2 lifts with 0.6 of the main engine's power") {
  const auto rise = [](float throttle) {
    Rollout rollout("lunar-lander-continuous", 2);
    rollout.step({throttle, 0});
    return static_cast<double>(rollout.self()[3]);
  };
  const double fall = rise(0);
  CHECK(rise(-1) == fall);
  CHECK(rise(1) > fall);
  CHECK(rise(0.2F) - fall == Approx(0.6 * (rise(1) - fall)).epsilon(0.02));
}

TEST_CASE("Wind pushes the lander, as strongly as told") {
  const auto drift = [](const saccade::testing::OptionList& options) {
    Rollout rollout("lunar-lander", 4, options);
    for (int i = 0; i < 40; ++i) rollout.choose(0);
    return rollout.self();
  };
  const auto calm = drift({});
  CHECK(drift({{"wind", false}, {"wind_power", 20.0}}) == calm);
  CHECK(drift({{"wind", true}}) != calm);
  CHECK(drift({{"wind", true}}) != drift({{"wind", true}, {"wind_power", 5.0}}));
  CHECK(drift({{"wind", true}}) != drift({{"wind", true}, {"turbulence_power", 0.5}}));
}

TEST_CASE("With terrain_entities the lander sees the pad and the ground near it") {
  Rollout rollout("lunar-lander", 0, {{"terrain_entities", true}});
  const saccade::Observation seen = rollout.observation();
  REQUIRE(seen.rows().size() == 3);
  REQUIRE(seen.rows()[1].count() == 1);
  CHECK(seen.rows()[2].count() == 5);  // Corners are 2 m apart, seen to 5 m on either side.
  const auto& pad = seen.rows()[1];
  const saccade::Vec2 lander = seen.rows()[0].positions[0];
  CHECK(pad.features[0] == Approx((10 - lander.x) / 10).margin(1e-6));
  CHECK(pad.features[1] == Approx((3.3 - lander.y) / 6.66667).margin(1e-5));
  const auto& ground = seen.rows()[2];
  for (std::size_t i = 0; i < 5; ++i) {
    const float dx = ground.positions[i].x - lander.x;
    const float dy = ground.positions[i].y - lander.y;
    CHECK(ground.features[3 * i] == Approx(dx / 10).margin(1e-5));
    CHECK(ground.features[3 * i + 1] == Approx(dy / 6.66667).margin(1e-5));
    CHECK(ground.features[3 * i + 2] == Approx(std::hypot(dx, dy) / 10).margin(1e-5));
  }
  CHECK(rollout.self() == Rollout("lunar-lander", 0).self());
}

TEST_CASE("Geometry gives places and velocities in metres") {
  using saccade::Geometry;
  using saccade::Vec2;
  Rollout rollout("lunar-lander", 4, {{"terrain_entities", true}});
  for (int i = 0; i < 20; ++i) rollout.choose(1);
  const saccade::Observation seen = rollout.observation();
  const auto& types = rollout.spec().kinds[0].observation.types;
  const auto vector_of = [&](std::size_t type, Geometry::Kind kind, std::size_t first) {
    const Vec2 unit = types[type].find_geometry(kind)->unit;
    const std::vector<float>& row = seen.rows()[type].features;
    return Vec2{row.at(first) * unit.x, row.at(first + 1) * unit.y};
  };
  const Vec2 velocity = vector_of(0, Geometry::kDirection, 2);
  CHECK(velocity.x == Approx(seen.rows()[0].velocities[0].x));
  CHECK(velocity.y == Approx(seen.rows()[0].velocities[0].y));
  CHECK(types[0].find_geometry(Geometry::kAngle)->features == std::vector<std::string>{"angle"});
  const Vec2 self = seen.rows()[0].positions[0], pad = seen.rows()[1].positions[0];
  const Vec2 offset = vector_of(1, Geometry::kDirection, 0);
  CHECK(offset.x == Approx(pad.x - self.x).margin(1e-5));
  CHECK(offset.y == Approx(pad.y - self.y));
  const Vec2 ground = vector_of(2, Geometry::kDirection, 0);
  CHECK(ground.y == Approx(seen.rows()[2].positions[0].y - self.y));
  CHECK(vector_of(0, Geometry::kPosition, 0).x == Approx(self.x - LanderWorld::kWidth / 2));
}
