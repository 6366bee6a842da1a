// How cars drive, make way for each other and collide.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "envs/road/traffic/agent_driver.h"
#include "envs/road/traffic/collision.h"
#include "envs/road/traffic/traffic.h"

using saccade::boxes_meet;
using saccade::Car;
using saccade::collide;
using saccade::make_car;
using saccade::RoadBody;
using saccade::RoadLane;
using saccade::RoadNetwork;
using saccade::Traffic;

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kFrame = 1.0 / 15;

RoadNetwork road(int lanes) {
  std::vector<RoadLane> all;
  for (int i = 0; i < lanes; ++i) {
    all.push_back(RoadLane::straight({0, 4.0 * i}, {1000, 4.0 * i}, {.speed_limit = 30}));
  }
  RoadNetwork network;
  network.add_road(0, 1, all);
  return network;
}

/// One road to the east and one to the north cross at 0 0; that to the east has the right of way.
RoadNetwork crossing() {
  RoadNetwork network;
  network.add_road(0, 1, {RoadLane::straight({-100, 0}, {100, 0}, {.priority = 3})});
  network.add_road(2, 3, {RoadLane::straight({0, 100}, {0, -100}, {.priority = 1})});
  return network;
}

Car& add(Traffic& traffic, double x, double y, double heading, double speed) {
  return traffic.add_car(make_car(traffic.network(), {x, y}, heading, speed));
}

}  // namespace

TEST_CASE("A car goes straight on, and brakes by its speed once it has crashed") {
  const RoadNetwork network = road(1);
  Car car = make_car(network, {10, 0}, 0, 15);
  car.acceleration = 3;
  car.move(network, kFrame);
  CHECK(car.at.x == Approx(11));
  CHECK(car.at.y == 0);
  CHECK(car.speed == Approx(15.2));
  car.is_crashed = true;
  car.move(network, kFrame);
  CHECK(car.speed == Approx(15.2 * 14 / 15));
}

TEST_CASE("A car turns as a bicycle does") {
  const RoadNetwork network = road(1);
  Car car = make_car(network, {10, 0}, 0, 10);
  car.steering = 0.5;
  const double slip = std::atan(std::tan(0.5) / 2);
  car.move(network, 0.1);
  CHECK(car.at.x == Approx(10 + std::cos(slip)));
  CHECK(car.at.y == Approx(std::sin(slip)));
  CHECK(car.heading == Approx(std::sin(slip) / 2.5));
  CHECK(car.facing.y == Approx(std::sin(car.heading)));
}

TEST_CASE("A car finds back to the middle of its lane") {
  Traffic traffic(road(1), {}, false);
  add(traffic, 10, 1.5, 0.2, 20);
  for (int i = 0; i < 90; ++i) traffic.advance(kFrame);
  CHECK(traffic.cars()[0].at.y == Approx(0).margin(0.01));
  CHECK(traffic.cars()[0].heading == Approx(0).margin(0.01));
}

TEST_CASE("A driver accelerates and keeps the distance that the model says") {
  const RoadNetwork network = road(1);
  Car car = make_car(network, {0, 0}, 0, 15);
  car.target_speed = 30;
  CHECK(saccade::model_acceleration({}, 4, network, car, nullptr, 0) ==
        Approx(3 * (1 - std::pow(0.5, 4))));
  const Car before = make_car(network, {50, 0}, 0, 10);
  const double wanted = 10 + 15 * 1.5 + 15 * 5 / (2 * std::sqrt(15.0));
  CHECK(saccade::wanted_gap({}, car, before) == Approx(wanted));
  CHECK(saccade::model_acceleration({}, 4, network, car, &before, 50) ==
        Approx(3 * (1 - std::pow(0.5, 4) - std::pow(wanted / 50, 2))));
}

TEST_CASE("A driver stops behind one who stands, and does not touch") {
  Traffic traffic(road(1), {}, false);
  add(traffic, 100, 0, 0, 0);
  traffic.cars()[0].is_crashed = true;
  add(traffic, 10, 0, 0, 15);
  for (int i = 0; i < 300; ++i) traffic.advance(kFrame);
  CHECK(traffic.cars()[1].speed == Approx(0).margin(0.5));
  CHECK(traffic.cars()[1].at.x < 95);
  CHECK(traffic.cars()[1].at.x > 80);
  CHECK_FALSE(traffic.cars()[1].is_crashed);
}

TEST_CASE("A driver overtakes a slow car in a free lane, and stays where the lane is taken") {
  const bool is_taken = GENERATE(false, true);
  Traffic traffic(road(2), {}, false);
  add(traffic, 60, 0, 0, 10).target_speed = 10;
  if (is_taken) add(traffic, 60, 4, 0, 10).target_speed = 10;
  Car& car = add(traffic, 20, 0, 0, 20);
  car.target_speed = 25;
  const std::size_t index = traffic.cars().size() - 1;
  for (int i = 0; i < 60; ++i) traffic.advance(kFrame);
  CHECK(traffic.cars()[index].lane == (is_taken ? 0 : 1));
}

TEST_CASE("Where roads cross, who has no right of way stops, but for the agent's car") {
  const bool is_driven = GENERATE(false, true);
  Traffic traffic(crossing(), {}, true);
  add(traffic, -20, 0, 0, 10);
  Car& car = add(traffic, 0, 20, -kPi / 2, 10);
  car.is_driven = is_driven;
  car.target_speed = 10;
  for (int i = 0; i < 7; ++i) traffic.advance(kFrame);
  CHECK(traffic.cars()[1].yields == !is_driven);
  CHECK(traffic.cars()[1].target_speed == (is_driven ? 10 : 0));
  CHECK_FALSE(traffic.cars()[0].yields);
  for (int i = 0; i < 90; ++i) traffic.advance(kFrame);
  CHECK(traffic.cars()[1].yields == false);  // The other is gone.
}

TEST_CASE("Cars that overlap crash, and are pushed apart by half of the overlap each") {
  const RoadNetwork network = road(1);
  Car behind = make_car(network, {10, 0}, 0, 0);
  Car before = make_car(network, {14.5, 0}, 0, 0);
  collide(behind, before, kFrame);
  CHECK(behind.is_crashed);
  CHECK(before.is_crashed);
  REQUIRE(behind.is_struck);
  CHECK(behind.impact.x == Approx(-0.25));
  CHECK(before.impact.x == Approx(0.25));
  CHECK(behind.impact.y == Approx(0).margin(1e-12));
}

TEST_CASE("Cars that will overlap are pushed, and crash when they move; others are left alone") {
  const RoadNetwork network = road(1);
  Car fast = make_car(network, {10, 0}, 0, 15);
  Car slow = make_car(network, {15.5, 0}, 0, 0);
  collide(fast, slow, kFrame);
  CHECK_FALSE(fast.is_crashed);
  CHECK(fast.is_struck);
  slow.move(network, kFrame);
  CHECK(slow.is_crashed);
  CHECK(slow.at.x > 15.5);
  Car aside = make_car(network, {10, 2.1}, 0, 0);
  Car still = make_car(network, {10, 0}, 0, 0);
  collide(still, aside, kFrame);
  CHECK_FALSE(still.is_struck);
  fast = make_car(network, {10, 0}, 0, 15);
  fast.watches_collisions = slow.watches_collisions = false;
  collide(fast, slow, kFrame);
  CHECK_FALSE(fast.is_struck);
}

TEST_CASE("An obstacle stays where it is, and who drives into it is pushed back by the overlap") {
  const RoadNetwork network = road(1);
  const RoadBody obstacle{.at = {13.25, 0}};
  Car car = make_car(network, {10, 0}, 0, 0);
  collide(car, obstacle, kFrame);
  CHECK(car.is_crashed);
  CHECK(car.impact.x == Approx(-0.25));
}

TEST_CASE("Boxes meet if one of nine points of one is in the other") {
  CHECK(boxes_meet({{0, 0}, 0, 7.5, 1.8}, {{7, 0}, 0, 7.5, 1.8}));
  CHECK_FALSE(boxes_meet({{0, 0}, 0, 7.5, 1.8}, {{8, 0}, 0, 7.5, 1.8}));
  CHECK_FALSE(boxes_meet({{0, 0}, 0, 7.5, 1.8}, {{0, 2}, 0, 7.5, 1.8}));
  CHECK(boxes_meet({{0, 0}, 0, 7.5, 1.8}, {{3, 3}, kPi / 2, 7.5, 1.8}));
}

TEST_CASE("The agent's car takes the next speed from that nearest to its own") {
  constexpr std::array<double, 3> kSpeeds = {0, 4.5, 9};
  CHECK(saccade::nearest_speed(kSpeeds, 8) == 2);
  CHECK(saccade::nearest_speed(kSpeeds, 2.25) == 0);  // Half-way, to the even index.
  CHECK(saccade::nearest_speed(kSpeeds, 6.75) == 2);
  CHECK(saccade::nearest_speed(kSpeeds, -3) == 0);
  CHECK(saccade::nearest_speed(kSpeeds, 20) == 2);
  Car car = make_car(road(1), {0, 0}, 0, 4);
  saccade::change_speed(car, kSpeeds, 1);
  CHECK(car.target_speed == 9);
  saccade::change_speed(car, kSpeeds, -1);
  CHECK(car.target_speed == 0);
}
