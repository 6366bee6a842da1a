#include "envs/road/edits/road_edits.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "envs/edits/edits.h"

namespace saccade {
namespace {

/// The picture's y axis points up.
RoadPoint on_road(Vec2 place) {
  return {static_cast<double>(place.x), -static_cast<double>(place.y)};
}

/// Throws Error if there is none.
Car& find_car(const StateEdit& edit, Traffic& traffic) {
  for (Car& car : traffic.cars()) {
    if (car.id == edit.id) return car;
  }
  for (const RoadBody& obstacle : traffic.obstacles()) {
    if (obstacle.id == edit.id) refuse_edit(edit, "an obstacle, which stays", "a vehicle");
  }
  refuse_id(edit);
}

Car new_car(const StateEdit& edit, const RoadEditRules& rules, const Traffic& traffic) {
  if (edit.type != "vehicle") refuse_type(edit, "vehicle");
  want_room(edit, traffic.cars().size(), rules.most_cars);
  const RoadNetwork& network = traffic.network();
  const RoadPoint at = on_road(edit.place);
  const LaneSpot spot = nearest_spot(network, at, 0);
  Car car = make_car(network, at, network.lane(spot.lane).heading_at(spot.along), rules.speed);
  put_car(network, spot, car);
  return car;
}

}  // namespace

LaneSpot nearest_spot(const RoadNetwork& network, RoadPoint at, double heading) {
  constexpr double kPerRadian = 0.1;  // m
  LaneSpot nearest;
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < network.lane_count(); ++i) {
    const RoadLane& lane = network.lane(i);
    const double along = std::clamp(lane.locate(at).along, 0.0, lane.length());
    const double turn = std::abs(wrapped(lane.heading_at(along) - heading));
    const double cost = distance_between(lane.position({along, 0}), at) + kPerRadian * turn;
    if (cost >= least) continue;
    least = cost;
    nearest = {i, along};
  }
  return nearest;
}

void put_car(const RoadNetwork& network, LaneSpot spot, Car& car) {
  const RoadLane& lane = network.lane(spot.lane);
  car.at = lane.position({spot.along, 0});
  car.heading = lane.heading_at(spot.along);
  car.facing = {std::cos(car.heading), std::sin(car.heading)};
  car.is_struck = false;
  car.target_lane = spot.lane;
  car.find_lane(network);
}

EntityId edit_traffic(const StateEdit& edit, const RoadEditRules& rules, Traffic& traffic) {
  if (edit.kind == StateEdit::Kind::kAdd) {
    Car car = new_car(edit, rules, traffic);
    rules.settle(car);
    return traffic.add_car(car).id;
  }
  Car& car = find_car(edit, traffic);
  if (edit.kind == StateEdit::Kind::kMove) {
    put_car(traffic.network(), nearest_spot(traffic.network(), on_road(edit.place), car.heading),
            car);
    rules.settle(car);
    return edit.id;
  }
  if (car.is_driven) refuse_removal(edit, "the agent's vehicle", "another one");
  traffic.remove_cars([&edit](const Car& other) { return other.id == edit.id; });
  return edit.id;
}

}  // namespace saccade
