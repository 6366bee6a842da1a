// Lanes, the network of them, and which of them is nearest.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "envs/road/traffic/road_network.h"

using saccade::LanePlace;
using saccade::RoadLane;
using saccade::RoadNetwork;
using saccade::RoadPoint;
using saccade::RoadRoute;

namespace {

constexpr double kPi = std::numbers::pi;

RoadLane line(RoadPoint from, RoadPoint to) {
  return RoadLane::straight(from, to, {});
}

/// Two lanes lead east to 0 0, from where one leads on and one turns to the right.
RoadNetwork forking_road() {
  RoadNetwork network;
  network.add_road(0, 1, {line({-50, 0}, {0, 0}), line({-50, 4}, {0, 4})});
  network.add_road(1, 2, {line({0, 0}, {30, 0})});
  network.add_road(1, 3, {RoadLane::arc({0, 12}, 8, -kPi / 2, 0, {})});
  network.add_road(3, 4, {line({8, 12}, {8, 40})});
  return network;
}

}  // namespace

TEST_CASE("A place on a lane is where it was found, on lanes of all shapes") {
  const RoadLane lanes[] = {line({1, 2}, {4, 6}), RoadLane::arc({3, 4}, 9, 0.5, 2, {}),
                            RoadLane::arc({3, 4}, 9, 0.5, -1, {}),
                            RoadLane::sine({0, 0}, {80, 0}, 3, 0.04, kPi / 2, {})};
  for (const RoadLane& lane : lanes) {
    const LanePlace place{2.5, -1.25};
    const LanePlace found = lane.locate(lane.position(place));
    CHECK(found.along == Approx(place.along));
    CHECK(found.across == Approx(place.across));
    const RoadPoint ahead = lane.position({place.along + 1e-6, 0});
    const RoadPoint here = lane.position({place.along, 0});
    CHECK(std::sin(lane.heading_at(place.along)) ==
          Approx(std::sin(std::atan2(ahead.y - here.y, ahead.x - here.x))).margin(1e-6));
  }
}

TEST_CASE("Lanes have their lengths, and to the right is positive") {
  CHECK(line({1, 2}, {4, 6}).length() == Approx(5));
  CHECK(RoadLane::arc({0, 0}, 9, kPi, 1.5 * kPi, {}).length() == Approx(9 * kPi / 2));
  CHECK(RoadLane::arc({0, 0}, 13, 0, -kPi / 2, {}).length() == Approx(13 * kPi / 2));
  CHECK(line({0, 0}, {9, 0}).locate({3, 1}).across == Approx(1));  // y points down.
  // Towards larger angles the centre is on the right.
  CHECK(RoadLane::arc({0, 0}, 9, 0, 1, {}).locate({8, 0}).across == Approx(1));
  CHECK(RoadLane::arc({0, 0}, 9, 1, 0, {}).locate({8, 0}).across == Approx(1 - 2));
}

TEST_CASE("The distance to a lane counts what is across, before, behind and turned") {
  const RoadLane lane = line({0, 0}, {10, 0});
  CHECK(lane.distance(lane.locate({5, -2})) == Approx(2));
  CHECK(lane.distance(lane.locate({-3, 1})) == Approx(4));
  CHECK(lane.distance(lane.locate({14, 1})) == Approx(5));
  CHECK(lane.distance(lane.locate({5, 1}), kPi / 2) == Approx(1 + kPi / 2));
  CHECK(lane.distance(lane.locate({5, 0}), 2 * kPi - 0.25) == Approx(0.25));
}

TEST_CASE("The nearest lane does not depend on where the search begins") {
  const RoadNetwork network = forking_road();
  const auto nearest = [&](RoadPoint point, double heading) {
    const int lane = network.closest_lane(point, heading, 0).lane;
    for (int guess = 1; guess < network.lane_count(); ++guess) {
      const auto found = network.closest_lane(point, heading, guess);
      CHECK(found.lane == lane);
      CHECK(found.place.along == network.lane(lane).locate(point).along);
    }
    return lane;
  };
  CHECK(nearest({-10, 0.5}, 0) == 0);
  CHECK(nearest({-10, 3.5}, 0) == 1);
  CHECK(nearest({-10, 2}, 0) == 0);  // Of two that are as near, the first.
  CHECK(nearest({20, 0}, 0) == 2);
  CHECK(nearest({6, 7}, kPi / 4) == 3);
  CHECK(nearest({8, 30}, kPi / 2) == 4);
}

TEST_CASE("A route leads to a node, and a car follows it from lane to lane") {
  const RoadNetwork network = forking_road();
  RoadRoute route = network.plan_route(0, 4);
  REQUIRE(route.size() == 3);
  CHECK(network.road(route.road(2)).to == 4);
  CHECK(network.next_lane(0, {49, 0}, route) == 3);
  CHECK(route.size() == 2);
  CHECK(network.next_lane(3, {12, 0}, route) == 4);
  CHECK(network.next_lane(4, {27, 0}, route) == 4);  // Nothing goes on.
  CHECK(network.plan_route(2, 4).size() == 1);
  RoadRoute none;
  CHECK(network.next_lane(0, {49, 0}, none) ==
        2);  // Without a route, the lane that begins nearest.
  CHECK(network.next_lane(1, {49, 0}, none) == 3);
}

TEST_CASE("A route is followed across roads at a given distance") {
  const RoadNetwork network = forking_road();
  const RoadRoute route = network.plan_route(0, 4);
  const auto beyond = network.along_route(route, 50 + 8 * kPi / 2 + 5, 0);
  CHECK(beyond.at.x == Approx(8));
  CHECK(beyond.at.y == Approx(17));
  CHECK(beyond.heading == Approx(kPi / 2));
  CHECK(network.along_route(route, 10, 0).at.x == Approx(-40));
}

TEST_CASE("Beside the outermost lane is the outermost lane") {
  const RoadNetwork network = forking_road();
  CHECK(network.beside(0, 1) == 1);
  CHECK(network.beside(0, -1) == 0);
  CHECK(network.beside(1, 1) == 1);
  CHECK(network.beside(4, -1) == 4);
}
