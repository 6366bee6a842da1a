#include "envs/road/merge_world.h"

#include <array>
#include <numbers>

#include "envs/road/edits/road_edits.h"

namespace saccade {
namespace {

enum Node { kStart, kMerge, kRampEnd, kEndOfRoad, kRampStart, kBend };

// m along the road: where the ramp bends, where it meets the road, where its lane ends.
constexpr double kRampBends = 150, kRampMeets = 230, kLaneEnds = 310, kRoadEnds = 460;
constexpr double kWidth = RoadLane::kWidth;
constexpr double kRampY = 6.5 + 4 + 4;  // m
constexpr double kBendSize = 3.25;      // m to either side

// Numbers of lanes in the network below.
constexpr int kFirstLane = 0, kMergingLane = 4, kRampLane = 7;

RoadNetwork make_network() {
  const auto straight = [](double from, double to, double y) {
    return RoadLane::straight({from, y}, {to, y}, {});
  };
  const LaneRules closed{.forbidden = true};
  const RoadLane ramp = RoadLane::straight({0, kRampY}, {kRampBends, kRampY}, closed);
  const double length = kRampMeets - kRampBends;
  const RoadLane bend = RoadLane::sine(
      ramp.position({kRampBends, -kBendSize}), ramp.position({kRampMeets, -kBendSize}), kBendSize,
      2 * std::numbers::pi / (2 * length), std::numbers::pi / 2, closed);
  const RoadPoint from = bend.position({length, 0});
  const RoadPoint to{from.x + (kLaneEnds - kRampMeets), from.y};
  RoadNetwork network;
  network.add_road(kStart, kMerge, {straight(0, kRampMeets, 0), straight(0, kRampMeets, kWidth)});
  network.add_road(kMerge, kRampEnd,
                   {straight(kRampMeets, kLaneEnds, 0), straight(kRampMeets, kLaneEnds, kWidth),
                    RoadLane::straight(from, to, closed)});
  network.add_road(kRampEnd, kEndOfRoad,
                   {straight(kLaneEnds, kRoadEnds, 0), straight(kLaneEnds, kRoadEnds, kWidth)});
  network.add_road(kRampStart, kBend, {ramp});
  network.add_road(kBend, kMerge, {bend});
  return network;
}

}  // namespace

MergeWorld::MergeWorld() : traffic_(make_network(), {}, false) {}

void MergeWorld::reset(std::uint64_t seed) {
  struct Start {
    double along, speed;
  };
  constexpr std::array<Start, 3> kOthers = {{{90, 29}, {70, 31}, {5, 31.5}}};  // m, m/s
  rng_.seed(seed);
  traffic_.clear();
  last_move_ = kKeep;
  const RoadNetwork& network = traffic_.network();
  traffic_.add_obstacle(network.lane(kMergingLane).position({kLaneEnds - kRampMeets, 0}));
  Car agent = make_car(network, network.lane(kFirstLane + 1).position({30, 0}), 0, 30);
  agent.is_driven = true;
  traffic_.add_car(agent);
  for (const Start& start : kOthers) {
    const RoadLane& lane = network.lane(kFirstLane + static_cast<int>(rng_.integers(0, 2)));
    const RoadPoint at = lane.position({start.along + rng_.uniform(-5, 5), 0});
    traffic_.add_car(make_car(network, at, 0, start.speed + rng_.uniform(-1, 1)));
  }
  Car merging = make_car(network, network.lane(kRampLane).position({110, 0}), 0, 20);
  merging.target_speed = 30;
  traffic_.add_car(merging);
}

void MergeWorld::move(RoadMove move) {
  last_move_ = move;
  obey(traffic_.driven(), traffic_.network(), move);
  for (int i = 0; i < kFramesPerStep; ++i) traffic_.advance(1.0 / kFramesPerStep);
}

EntityId MergeWorld::edit(const StateEdit& edit) {
  constexpr std::size_t kMostCars = 7;  // If all are slow in the ramp's lane, rewards keep to -2.
  return edit_traffic(edit, {.speed = 30, .most_cars = kMostCars}, traffic_);
}

double MergeWorld::slowness_of_merging() const {
  double slowness = 0;
  for (const Car& car : traffic_.cars()) {
    if (car.lane == kMergingLane) slowness += (car.target_speed - car.speed) / car.target_speed;
  }
  return slowness;
}

// Scaled so that a collision with a standing car in the ramp's lane gives 0, and full speed in the
// right lane 1.
double MergeWorld::reward() const {
  constexpr double kCollision = -1, kRight = 0.1, kSpeed = 0.2, kMerging = -0.5, kChange = -0.05;
  constexpr double kSlow = 20, kFast = 30;  // m/s
  const Car& agent = traffic_.driven();
  const bool changes = last_move_ == kLaneLeft || last_move_ == kLaneRight;
  const double reward = kCollision * (agent.is_crashed ? 1 : 0) +
                        kRight * traffic_.network().side_of(agent.lane) +
                        kSpeed * ((agent.speed - kSlow) / (kFast - kSlow)) +
                        kChange * (changes ? 1 : 0) + kMerging * slowness_of_merging();
  return (reward - (kCollision + kMerging)) / (kSpeed + kRight - (kCollision + kMerging));
}

}  // namespace saccade
