// Ways, strength, breakage, masks and pay of the couriers.
#include "envs/couriers/couriers_world.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <set>
#include <vector>

#include "support/rollout.h"

using saccade::CouriersWorld;
using saccade::EntityId;
using saccade::Observation;
using saccade::Scene;
using saccade::StepResult;
using saccade::testing::make_builtin;
using saccade::testing::OptionList;
using Point = CouriersWorld::Point;
using Order = CouriersWorld::Order;
using Orders = std::array<Order, CouriersWorld::kCouriers>;

namespace {

enum Type { kSelf, kColleague, kParcel };
constexpr Order kStay{.parcel = -1, .run = false};

double distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

CouriersWorld world_of(std::uint64_t seed, int parcels = 6, double fragile_share = 0) {
  CouriersWorld world({.parcels = parcels, .fragile_share = fragile_share});
  world.reset(seed);
  return world;
}

/// Index of the parcel that lies nearest to a courier.
int nearest(const CouriersWorld& world, std::size_t courier) {
  int best = -1;
  for (std::size_t i = 0; i < world.parcels().size(); ++i) {
    const auto& parcel = world.parcels()[i];
    if (parcel.carrier >= 0) continue;
    const Point from = world.couriers()[courier].place;
    if (best < 0 || distance(parcel.place, from) <
                        distance(world.parcels()[static_cast<std::size_t>(best)].place, from)) {
      best = static_cast<int>(i);
    }
  }
  return best;
}

/// Lets courier 0 walk until it carries a parcel.
void fetch(CouriersWorld& world, int parcel) {
  while (world.couriers()[0].carried < 0) world.step(Orders{Order{.parcel = parcel}, kStay});
}

/// The environment with room for actions and rewards of both couriers.
class Shift {
 public:
  explicit Shift(std::uint64_t seed, const OptionList& options = {})
      : environment_(make_builtin("couriers", options)) {
    environment_->reset(seed);
  }

  StepResult step(std::array<int, 2> parcels, std::array<int, 2> gaits = {0, 0}) {
    const std::array<float, 4> actions = {
        static_cast<float>(parcels[0]), static_cast<float>(gaits[0]),
        static_cast<float>(parcels[1]), static_cast<float>(gaits[1])};
    return environment_->step(actions, rewards_);
  }
  Observation seen(int agent) const {
    const auto& kind = environment_->spec().kinds[0];
    Observation observation(kind.observation, kind.action);
    environment_->observe(agent, observation);
    return observation;
  }
  std::vector<float> counts() const {
    std::vector<float> values(3);
    environment_->counts(values);
    return values;
  }
  const saccade::Environment& environment() const { return *environment_; }
  const std::array<float, 2>& rewards() const { return rewards_; }

 private:
  std::unique_ptr<saccade::Environment> environment_;
  std::array<float, 2> rewards_{};
};

float feature(const Observation& seen, Type type, std::size_t row, std::size_t index) {
  const auto& rows = seen.rows()[type];
  return rows.features[row * static_cast<std::size_t>(rows.width) + index];
}

/// Index of the first parcel that may be chosen, or -1.
int first_allowed(const Observation& seen) {
  if (!seen.has_head(0)) return -1;
  const auto& mask = seen.masks()[0];
  return static_cast<int>(std::find(mask.begin(), mask.end(), 1) - mask.begin());
}

}  // namespace

TEST_CASE("Parcels lie in the square, at least 5 m from where they are wanted") {
  int fragile = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const CouriersWorld world = world_of(seed, 6, 0.5);
    REQUIRE(world.parcels().size() == 6);
    for (const auto& parcel : world.parcels()) {
      for (const double c : {parcel.place.x, parcel.place.y, parcel.goal.x, parcel.goal.y}) {
        CHECK(std::abs(c) <= 10);
      }
      CHECK(distance(parcel.place, parcel.goal) >= 5);
      fragile += parcel.fragile ? 1 : 0;
    }
  }
  CHECK(fragile == Approx(600).margin(70));
}

TEST_CASE("Walking goes a metre straight to the parcel, running two") {
  const bool run = GENERATE(false, true);
  CouriersWorld world = world_of(4);
  const auto far = static_cast<std::size_t>([&] {
    for (int i = 0; i < 6; ++i) {
      const Point place = world.parcels()[static_cast<std::size_t>(i)].place;
      if (distance(place, world.couriers()[0].place) > 3) return i;
    }
    return -1;
  }());
  const Point start = world.couriers()[0].place, goal = world.parcels()[far].place;
  world.step(Orders{Order{.parcel = static_cast<int>(far), .run = run}, kStay});
  const Point now = world.couriers()[0].place;
  const double way = run ? 2 : 1;
  CHECK(distance(start, now) == Approx(way));
  CHECK(distance(now, goal) == Approx(distance(start, goal) - way));
  CHECK(world.couriers()[1].chosen == -1);
}

TEST_CASE("Ten steps of running take all strength; forty of waiting give it back") {
  CouriersWorld world = world_of(0, 1);
  std::uint64_t seed = 0;
  while (distance(world.couriers()[0].place, world.parcels()[0].place) < 21) world.reset(++seed);
  for (int i = 0; i < 10; ++i) {
    CHECK(world.couriers()[0].strength == CouriersWorld::kFullStrength - 4 * i);
    world.step(Orders{Order{.parcel = 0, .run = true}, kStay});
    CHECK(world.couriers()[0].running);
  }
  CHECK(world.couriers()[0].strength == 0);
  const Point start = world.couriers()[0].place;
  world.step(Orders{Order{.parcel = 0, .run = true}, kStay});
  CHECK(distance(start, world.couriers()[0].place) == Approx(1));
  CHECK_FALSE(world.couriers()[0].running);
  for (int i = 0; i < 50; ++i) world.step(Orders{kStay, kStay});
  CHECK(world.couriers()[0].strength == CouriersWorld::kFullStrength);
}

TEST_CASE("A parcel is taken, carried to its goal whatever is ordered, and replaced by another") {
  CouriersWorld world = world_of(8);
  const int parcel = nearest(world, 0);
  const auto index = static_cast<std::size_t>(parcel);
  const EntityId id = world.parcels()[index].id;
  const Point goal = world.parcels()[index].goal;
  fetch(world, parcel);
  CHECK(world.couriers()[0].carried == parcel);
  CHECK(world.parcels()[index].carrier == 0);
  const double way = distance(world.couriers()[0].place, goal);
  int steps = 0;
  while (world.total().delivered == 0) {
    const Point place = world.place_of(world.parcels()[index]);
    CHECK(distance(place, world.couriers()[0].place) == 0);
    world.step(Orders{Order{.parcel = (parcel + 1) % 6}, kStay});
    ++steps;
  }
  CHECK(steps == static_cast<int>(std::ceil(way)));
  CHECK(distance(world.couriers()[0].place, goal) == 0);
  CHECK(world.couriers()[0].carried == -1);
  CHECK(world.parcels()[index].id == 8);  // Ids 2 to 7 are those of the first six.
  CHECK(world.parcels()[index].id != id);
  CHECK(world.parcels()[index].carrier == -1);
}

TEST_CASE("Running breaks a fragile parcel in one step of ten; walking none") {
  int broken = 0, steps = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CouriersWorld world = world_of(seed, 6, 1);
    fetch(world, nearest(world, 0));
    CHECK(world.total().broken == 0);
    while (world.couriers()[0].carried >= 0) {
      const bool may_run = world.couriers()[0].strength >= CouriersWorld::kTiring;
      const auto did = world.step(Orders{Order{.parcel = -1, .run = true}, kStay});
      if (did[0].broken == 1) CHECK(world.couriers()[0].running);
      if (may_run && did[0].delivered == 0) ++steps;
    }
    broken += world.total().broken;
    CHECK(world.total().delivered + world.total().broken == 1);
  }
  CHECK(static_cast<double>(broken) / steps == Approx(0.1).margin(0.02));
}

TEST_CASE("Who runs with what is not fragile breaks nothing") {
  CouriersWorld world = world_of(3);
  for (int i = 0; i < 500; ++i) {
    world.step(Orders{Order{.parcel = nearest(world, 0), .run = true},
                      Order{.parcel = nearest(world, 1), .run = true}});
  }
  CHECK(world.total().delivered > 20);
  CHECK(world.total().broken == 0);
}

TEST_CASE("Of two who go for the same parcel one has gone in vain") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CouriersWorld world = world_of(seed);
    const int parcel = nearest(world, 0);
    const auto index = static_cast<std::size_t>(parcel);
    while (world.parcels()[index].carrier < 0) {
      CHECK(world.total().in_vain == 0);
      world.step(Orders{Order{.parcel = parcel}, Order{.parcel = parcel}});
    }
    const auto first = static_cast<std::size_t>(world.parcels()[index].carrier);
    CHECK(world.total().in_vain == 1);
    CHECK(world.couriers()[first].carried == parcel);
    CHECK(world.couriers()[1 - first].carried == -1);
    CHECK(world.couriers()[1 - first].chosen == -1);
  }
}

TEST_CASE("Only parcels that nobody carries may be chosen, and one's own by who carries it") {
  Shift shift(5);
  const int parcel = 2;
  while (feature(shift.seen(0), kParcel, parcel, 5) == 0) {
    shift.step({parcel, first_allowed(shift.seen(1)) == parcel ? 3 : first_allowed(shift.seen(1))});
  }
  const Observation own = shift.seen(0), other = shift.seen(1);
  CHECK(own.masks()[0] == std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0});
  CHECK(other.masks()[0][parcel] == 0);
  CHECK(feature(own, kSelf, 0, 3) == 1);
  CHECK(feature(other, kColleague, 0, 3) == 1);
  CHECK(feature(own, kParcel, parcel, 6) == 0);
  CHECK(feature(other, kParcel, parcel, 5) == 0);
  CHECK(feature(other, kParcel, parcel, 6) == 1);
  CHECK(feature(other, kParcel, parcel, 7) == 1);
  CHECK(own.rows()[kSelf].ids[0] == 0);
  CHECK(own.rows()[kColleague].ids[0] == 1);
  CHECK(other.rows()[kSelf].ids[0] == 1);
}

TEST_CASE("A courier sees what the other last went for") {
  Shift shift(7);
  shift.step({4, 1});
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(feature(shift.seen(0), kParcel, i, 7) == (i == 1 ? 1.0F : 0.0F));
    CHECK(feature(shift.seen(1), kParcel, i, 7) == (i == 4 ? 1.0F : 0.0F));
  }
}

TEST_CASE("Who finds nothing to choose is not asked, and stays") {
  Shift shift(2, {{"parcels", 1}});
  while (shift.seen(1).has_head(0)) shift.step({0, 0});
  CHECK(feature(shift.seen(0), kSelf, 0, 3) == 1);  // Courier 0 carries it.
  const auto before = shift.seen(1).rows()[kSelf].positions[0];
  shift.step({0, -1}, {1, 1});
  CHECK(shift.seen(1).rows()[kSelf].positions[0] == before);
}

TEST_CASE("A delivery pays both couriers, or the one who made it") {
  const bool shared = GENERATE(true, false);
  Shift shift(9, {{"reward", std::string(shared ? "shared" : "own")}, {"max_steps", 400}});
  float all = 0, first = 0, second = 0;
  StepResult result;
  while (!result.truncated) {
    result = shift.step({first_allowed(shift.seen(0)), first_allowed(shift.seen(1))});
    first += shift.rewards()[0];
    second += shift.rewards()[1];
    if (shared) CHECK(shift.rewards()[0] == shift.rewards()[1]);
    all = shift.counts()[0];
  }
  CHECK(all > 5);
  if (shared) {
    CHECK(first == all);
  } else {
    CHECK(first + second == all);
    CHECK(first > 0);
    CHECK(second > 0);
  }
}

TEST_CASE("Work ends after 200 steps") {
  Shift shift(1);
  for (int i = 1; i <= 200; ++i) {
    const StepResult result =
        shift.step({first_allowed(shift.seen(0)), first_allowed(shift.seen(1))});
    CHECK_FALSE(result.terminated);
    CHECK(result.truncated == (i == 200));
    CHECK(result.outcome == (i == 200 ? 0 : -1));
  }
}
