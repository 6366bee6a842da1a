// Geometry and outcomes of the minefield.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "envs/minefield/minefield_scene.h"
#include "envs/minefield/minefield_world.h"
#include "support/rollout.h"

using saccade::EntityId;
using saccade::MinefieldWorld;
using saccade::Observation;
using saccade::Scene;
using saccade::SceneShape;
using saccade::Vec2;
using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

enum Type { kSelf, kTarget, kMine };
enum Move { kLeft, kForward, kRight };
constexpr double kPi = 3.14159265358979323846;

double distance(Vec2 a, Vec2 b) {
  return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

Vec2 place(const Observation& seen, Type type, std::size_t row = 0) {
  return seen.rows()[type].positions.at(row);
}

double heading(const Rollout& rollout) {
  const std::vector<float> self = rollout.self();
  return std::atan2(static_cast<double>(self[3]), static_cast<double>(self[2]));
}

/// Nearest mine.
std::size_t nearest(const Observation& seen) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < seen.rows()[kMine].positions.size(); ++i) {
    if (distance(place(seen, kSelf), place(seen, kMine, i)) <
        distance(place(seen, kSelf), place(seen, kMine, best))) {
      best = i;
    }
  }
  return best;
}

/// The move of one who heads straight for a point.
int toward(const Rollout& rollout, Vec2 goal) {
  const Vec2 self = place(rollout.observation(), kSelf);
  const double bearing =
      std::atan2(static_cast<double>(goal.y - self.y), static_cast<double>(goal.x - self.x));
  const double turn = std::remainder(bearing - heading(rollout), 2 * kPi);
  if (std::abs(turn) <= kPi / 16 + 1e-6) return kForward;
  return turn > 0 ? kLeft : kRight;
}

}  // namespace

TEST_CASE("A vehicle turns by pi/8 on the spot and goes 3 units along its heading") {
  Rollout rollout("minefield", 3);
  const double before = heading(rollout);
  const Vec2 start = place(rollout.observation(), kSelf);
  rollout.choose(kLeft);
  CHECK(std::remainder(heading(rollout) - before, 2 * kPi) == Approx(kPi / 8).margin(1e-5));
  rollout.choose(kRight);
  rollout.choose(kRight);
  CHECK(std::remainder(heading(rollout) - before, 2 * kPi) == Approx(-kPi / 8).margin(1e-5));
  CHECK(distance(place(rollout.observation(), kSelf), start) == 0);
  const double along = heading(rollout);
  rollout.choose(kForward);
  const Vec2 now = place(rollout.observation(), kSelf);
  CHECK(now.x - start.x == Approx(3 * std::cos(along)).margin(1e-4));
  CHECK(now.y - start.y == Approx(3 * std::sin(along)).margin(1e-4));
  for (int i = 0; i < 16; ++i) rollout.choose(kLeft);
  CHECK(heading(rollout) == Approx(along).margin(1e-5));
}

TEST_CASE("Features are places in units of half the square, which is the world seen from above") {
  const OptionList options = GENERATE(OptionList{}, OptionList{{"size", 100.0}});
  const float half = options.empty() ? 100 : 50;
  const Observation seen = Rollout("minefield", 4, options).observation();
  for (const Type type : {kSelf, kTarget, kMine}) {
    const Observation::Rows& rows = seen.rows()[type];
    for (std::size_t row = 0; row < rows.ids.size(); ++row) {
      const auto at = row * static_cast<std::size_t>(rows.width);
      CHECK(rows.features[at] * half == Approx(rows.positions[row].x).margin(1e-4));
      CHECK(rows.features[at + 1] * half == Approx(rows.positions[row].y).margin(1e-4));
      CHECK(std::abs(rows.features[at]) <= 1);
      CHECK(std::abs(rows.features[at + 1]) <= 1);
    }
  }
}

TEST_CASE("Geometry says which features are places, and where the vehicle faces") {
  using saccade::Geometry;
  const std::vector<saccade::EntityType> types =
      Rollout("minefield", 1).spec().kinds[0].observation.types;
  const std::vector<Geometry> point = {{Geometry::kPoint, {"x", "y"}}};
  CHECK(types[kSelf].geometry ==
        std::vector<Geometry>{{Geometry::kPosition, {"x", "y"}},
                              {Geometry::kHeading, {"cos_heading", "sin_heading"}}});
  CHECK(types[kTarget].geometry == point);
  CHECK(types[kMine].geometry == point);
}

TEST_CASE("Nothing lies near anything else at the start, and all mines find a place") {
  std::set<float> headings;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Observation seen = Rollout("minefield", seed).observation();
    std::vector<Vec2> places = {place(seen, kSelf), place(seen, kTarget)};
    REQUIRE(seen.rows()[kMine].count() == 10);
    for (std::size_t i = 0; i < 10; ++i) places.push_back(place(seen, kMine, i));
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) CHECK(distance(places[i], places[j]) > 14.999);
    }
    headings.insert(seen.rows()[kSelf].features[2]);
  }
  CHECK(headings.size() > 190);
}

TEST_CASE("There are as many mines as are asked for, or as find a place") {
  CHECK(Rollout("minefield", 1, {{"mines", 0}}).observation().rows()[kMine].count() == 0);
  CHECK(Rollout("minefield", 1, {{"mines", 40}}).observation().rows()[kMine].count() == 40);
  const int crowd = Rollout("minefield", 1, {{"mines", 1000}}).observation().rows()[kMine].count();
  CHECK(crowd > 60);
  CHECK(crowd < 230);  // Circles of radius 7.5 in the square, packed most densely.
}

TEST_CASE("Who drives straight to the target reaches it, unless a mine lies in the way") {
  int reached = 0, hit = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Rollout rollout("minefield", seed);
    while (!rollout.over()) {
      CHECK(rollout.total() == 0);
      rollout.choose(toward(rollout, place(rollout.observation(), kTarget)));
    }
    CHECK(rollout.terminated());
    const Observation seen = rollout.observation();
    const double target = distance(place(seen, kSelf), place(seen, kTarget));
    const double mine = distance(place(seen, kSelf), place(seen, kMine, nearest(seen)));
    if (rollout.outcome() == "target") {
      ++reached;
      CHECK(rollout.total() == 1);
      CHECK(target < 5);
      CHECK(mine >= 5);
    } else {
      ++hit;
      CHECK(rollout.outcome() == "mine");
      CHECK(rollout.total() == 0);
      CHECK(mine < 5);
    }
  }
  CHECK(reached > 50);
  CHECK(hit > 5);
}

TEST_CASE("Without mines the target is always reached") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Rollout rollout("minefield", seed, {{"mines", 0}});
    while (!rollout.over()) {
      rollout.choose(toward(rollout, place(rollout.observation(), kTarget)));
    }
    CHECK(rollout.outcome() == "target");
  }
}

TEST_CASE("A mine ends the episode without reward") {
  Rollout rollout("minefield", 8);
  const std::size_t mine = nearest(rollout.observation());
  while (!rollout.over())
    rollout.choose(toward(rollout, place(rollout.observation(), kMine, mine)));
  CHECK(rollout.terminated());
  CHECK(rollout.outcome() == "mine");
  CHECK(rollout.total() == 0);
}

TEST_CASE("Time runs out after 200 steps, or as many as are asked for") {
  const int steps = GENERATE(200, 30);
  Rollout rollout("minefield", 5, {{"max_steps", steps}});
  CHECK(rollout.spec().max_steps == steps);
  while (!rollout.over()) rollout.choose(kLeft);
  CHECK(rollout.steps() == steps);
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.outcome() == "timeout");
  CHECK(rollout.total() == 0);
}

TEST_CASE("The picture shows each entity where it is, also beyond the square") {
  Rollout rollout("minefield", 5, {{"mines", 0}, {"max_steps", 1000}});
  const auto away = [&rollout] {
    const Observation seen = rollout.observation();
    const Vec2 self = place(seen, kSelf), target = place(seen, kTarget);
    return Vec2{2 * self.x - target.x, 2 * self.y - target.y};
  };
  for (int i = 0; i < 150; ++i) rollout.choose(toward(rollout, away()));
  const Observation seen = rollout.observation();
  Scene scene;
  rollout.environment().draw(scene);
  const Vec2 self = place(seen, kSelf);
  CHECK(std::max(std::abs(self.x), std::abs(self.y)) > 200);
  CHECK((self.x > scene.min.x && self.x < scene.max.x));
  CHECK((self.y > scene.min.y && self.y < scene.max.y));
  std::set<EntityId> anchored;
  for (const SceneShape& shape : scene.shapes) {
    if (shape.anchor && shape.entity != saccade::kNoEntity) anchored.insert(shape.entity);
  }
  CHECK(anchored == std::set<EntityId>{saccade::kVehicleId, saccade::kTargetId});
}

TEST_CASE("A touched mine blows up in the picture") {
  const auto shapes_of = [](const Rollout& rollout, EntityId id) {
    Scene scene;
    rollout.environment().draw(scene);
    return std::count_if(scene.shapes.begin(), scene.shapes.end(),
                         [id](const SceneShape& shape) { return shape.entity == id; });
  };
  Rollout rollout("minefield", 8);
  const std::size_t mine = nearest(rollout.observation());
  const EntityId id = saccade::kFirstMineId + static_cast<EntityId>(mine);
  const auto before = shapes_of(rollout, id);
  while (!rollout.over())
    rollout.choose(toward(rollout, place(rollout.observation(), kMine, mine)));
  CHECK(shapes_of(rollout, id) > before);
}
