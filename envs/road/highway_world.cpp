#include "envs/road/highway_world.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "envs/road/edits/road_edits.h"

namespace saccade {
namespace {

constexpr double kSpeedLimit = 30;  // m/s
constexpr double kLength = 10'000;  // m

RoadNetwork make_network(int lanes) {
  std::vector<RoadLane> all;
  for (int lane = 0; lane < lanes; ++lane) {
    const double y = lane * RoadLane::kWidth;
    all.push_back(RoadLane::straight({0, y}, {kLength, y}, {.speed_limit = kSpeedLimit}));
  }
  RoadNetwork network;
  network.add_road(0, 1, all);
  return network;
}

}  // namespace

HighwayWorld::HighwayWorld(const HighwaySettings& settings)
    : settings_(settings), traffic_(make_network(settings.lanes), {}, false) {}

void HighwayWorld::reset(std::uint64_t seed) {
  constexpr double kSpeed = 25;  // m/s
  rng_.seed(seed);
  traffic_.clear();
  Car agent = random_car(kSpeed, settings_.spacing);
  agent.is_driven = true;
  traffic_.add_car(agent);
  for (int i = 0; i < settings_.vehicles; ++i) {
    Car car = random_car(0, 1 / settings_.density);
    const DriverModel& model = traffic_.model();
    car.eagerness = rng_.uniform(model.least_eagerness, model.most_eagerness);
    car.watches_collisions = settings_.others_collide;
    traffic_.add_car(car);
  }
}

Car HighwayWorld::random_car(double speed, double spacing) {
  const RoadNetwork& network = traffic_.network();
  const auto index = static_cast<int>(rng_.integers(0, settings_.lanes));
  const RoadLane& lane = network.lane(index);
  if (speed == 0) speed = rng_.uniform(0.7 * kSpeedLimit, 0.8 * kSpeedLimit);
  const double room = spacing * (12 + speed) * std::exp(-5.0 / 40 * settings_.lanes);
  double along = traffic_.cars().empty() ? 3 * room : 0;
  for (const Car& car : traffic_.cars()) along = std::max(along, lane.locate(car.at).along);
  along += room * rng_.uniform(0.9, 1.1);
  return make_car(network, lane.position({along, 0}), lane.heading_at(along), speed);
}

void HighwayWorld::move(RoadMove move) {
  obey(traffic_.driven(), traffic_.network(), move);
  for (int i = 0; i < settings_.frames; ++i) traffic_.advance(1.0 / settings_.frames);
}

EntityId HighwayWorld::edit(const StateEdit& edit) {
  const auto settle = [this](Car& car) {
    if (!car.is_driven) car.watches_collisions = settings_.others_collide;
  };
  return edit_traffic(edit, {.speed = 0.75 * kSpeedLimit, .settle = settle}, traffic_);
}

// Scaled so that the least is 0 and the most is 1.
double HighwayWorld::reward() const {
  constexpr double kSlow = 20, kFast = 30;  // m/s
  const Car& agent = traffic_.driven();
  const RoadNetwork& network = traffic_.network();
  if (!network.lane(agent.lane).holds(agent.place)) return 0;
  const double lane =
      static_cast<double>(network.side_of(agent.target_lane)) / std::max(settings_.lanes - 1, 1);
  const double forward = agent.speed * agent.facing.x;
  const double speed = std::clamp((forward - kSlow) / (kFast - kSlow), 0.0, 1.0);
  const double reward = settings_.collision_reward * (agent.is_crashed ? 1 : 0) +
                        settings_.right_lane_reward * lane + settings_.high_speed_reward * speed;
  const double most = settings_.high_speed_reward + settings_.right_lane_reward;
  return (reward - settings_.collision_reward) / (most - settings_.collision_reward);
}

}  // namespace saccade
