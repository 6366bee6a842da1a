#include "envs/road/traffic/road_network.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace saccade {

int RoadNetwork::add_road(int from, int to, const std::vector<RoadLane>& lanes) {
  const int index = static_cast<int>(roads_.size());
  roads_.push_back({from, to, lane_count(), static_cast<int>(lanes.size())});
  for (const RoadLane& lane : lanes) {
    lanes_.push_back(lane);
    finder_.add(lane);
    road_of_.push_back(index);
  }
  return index;
}

int RoadNetwork::beside(int lane, int by) const {
  const Road& road = road_at(lane);
  return road.first_lane + std::clamp(lane - road.first_lane + by, 0, road.lanes - 1);
}

int RoadNetwork::lane_beginning_near(int road, RoadPoint point, int lane) const {
  const Road& next = this->road(road);
  if (next.lanes == road_at(lane).lanes) return next.first_lane + side_of(lane);
  int nearest = next.first_lane;
  double least = std::numeric_limits<double>::infinity();
  for (int i = next.first_lane; i < next.first_lane + next.lanes; ++i) {
    const double distance = this->lane(i).distance(this->lane(i).locate(point));
    if (distance >= least) continue;
    nearest = i;
    least = distance;
  }
  return nearest;
}

int RoadNetwork::next_lane(int lane, LanePlace place, RoadRoute& route) const {
  if (!route.empty() && route.road(0) == road_of(lane)) route.drop_first();
  const int end = road_at(lane).to;
  const RoadPoint middle = this->lane(lane).position({place.along, 0});
  if (!route.empty() && road(route.road(0)).from == end) {
    return lane_beginning_near(route.road(0), middle, lane);
  }
  int next = lane;
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < static_cast<int>(roads_.size()); ++i) {
    if (road(i).from != end) continue;
    const int candidate = lane_beginning_near(i, middle, lane);
    const double distance = this->lane(candidate).distance(this->lane(candidate).locate(middle));
    if (distance >= least) continue;
    next = candidate;
    least = distance;
  }
  return next;
}

RoadRoute RoadNetwork::plan_route(int lane, int node) const {
  std::vector<RoadRoute> routes(1);
  routes.front().append(road_of(lane));
  for (std::size_t shortest = 0; shortest < routes.size(); ++shortest) {
    const RoadRoute route = routes[shortest];
    const int end = road(route.road(route.size() - 1)).to;
    for (int i = 0; i < static_cast<int>(roads_.size()); ++i) {
      if (road(i).from != end || route.is_full()) continue;
      RoadRoute longer = route;
      longer.append(i);
      if (road(i).to == node) return longer;
      routes.push_back(longer);
    }
  }
  return routes.front();
}

RoadNetwork::Prediction RoadNetwork::along_route(const RoadRoute& route, double along,
                                                 int lane) const {
  const auto middle = [this](int index, double at) {
    const RoadLane& there = this->lane(index);
    return Prediction{there.position({at, 0}), there.heading_at(at)};
  };
  if (route.empty()) return middle(lane, along);
  const int side = side_of(lane);
  const auto lane_of = [&](std::size_t i) { return road(route.road(i)).first_lane + side; };
  std::size_t i = 0;
  for (; i + 1 < route.size() && along > this->lane(lane_of(i)).length(); ++i) {
    along -= this->lane(lane_of(i)).length();
  }
  return middle(lane_of(i), along);
}

}  // namespace saccade
