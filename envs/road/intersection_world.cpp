#include "envs/road/intersection_world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "envs/road/edits/road_edits.h"
#include "envs/road/numpy_normal.h"
#include "envs/road/traffic/agent_driver.h"

namespace saccade {
namespace {

constexpr int kArms = 4;
constexpr double kHalfLane = RoadLane::kWidth / 2;
constexpr double kRightRadius = 9;                  // m
constexpr double kLeftRadius = kRightRadius + 4;    // m
constexpr double kEdge = kRightRadius + kHalfLane;  // m from the middle to where arms begin
constexpr double kAccess = 100;                     // m, length of an arm
constexpr double kSpeedLimit = 10;                  // m/s
constexpr std::array<double, 3> kTargetSpeeds = {0, 4.5, 9};  // m/s
constexpr DriverModel kModel{.jam_distance = 7, .acceleration = 6, .deceleration = 3};

// Nodes: where lanes of an arm begin, where they enter the crossing, and where they leave it.
int outer(int arm) {
  return arm % kArms;
}
int entry(int arm) {
  return kArms + arm % kArms;
}
int leave(int arm) {
  return 2 * kArms + arm % kArms;
}

double radians(double degrees) {
  return degrees * (std::numbers::pi / 180);
}

/// Turns by quarters.
struct Quarter {
  double angle, c, s;

  explicit Quarter(int arm) : angle(radians(90 * arm)), c(std::cos(angle)), s(std::sin(angle)) {}
  RoadPoint operator()(double x, double y) const {
    return {std::fma(c, x, -s * y), std::fma(s, x, c * y)};
  }
};

void add_arm(int arm, RoadNetwork& network) {
  const Quarter at(arm);
  const int priority = arm % 2 == 1 ? 3 : 1;
  const LaneRules rules{.speed_limit = kSpeedLimit, .priority = priority};
  const LaneRules left_rules{.speed_limit = kSpeedLimit, .priority = priority - 1};
  const RoadPoint begin = at(kHalfLane, kEdge);
  network.add_road(outer(arm), entry(arm),
                   {RoadLane::straight(at(kHalfLane, kAccess + kEdge), begin, rules)});
  network.add_road(entry(arm), leave(arm + 3),
                   {RoadLane::arc(at(kEdge, kEdge), kRightRadius, at.angle + radians(180),
                                  at.angle + radians(270), rules)});
  const double left = kLeftRadius - kHalfLane;
  network.add_road(
      entry(arm), leave(arm + 1),
      {RoadLane::arc(at(-left, left), kLeftRadius, at.angle, at.angle + radians(-90), left_rules)});
  network.add_road(entry(arm), leave(arm + 2),
                   {RoadLane::straight(begin, at(kHalfLane, -kEdge), rules)});
  network.add_road(
      leave(arm + 3), outer(arm + 3),
      {RoadLane::straight(at(kEdge, kHalfLane), at(kAccess + kEdge, kHalfLane), rules)});
}

RoadNetwork make_network() {
  RoadNetwork network;
  for (int arm = 0; arm < kArms; ++arm) add_arm(arm, network);
  return network;
}

int entry_lane(const RoadNetwork& network, int arm) {
  for (int lane = 0;; ++lane) {
    if (network.road_at(lane).from == outer(arm)) return lane;
  }
}

/// Two of the four arms, as numpy.random.Generator.choice(4, size=2, replace=False) draws them.
std::pair<int, int> two_arms(Rng& rng) {
  auto first = static_cast<int>(rng.integers(0, kArms - 1));
  auto second = static_cast<int>(rng.integers(0, kArms));
  if (second == first) second = kArms - 1;
  if (rng.integers(0, 2) == 0) std::swap(first, second);
  return {first, second};
}

}  // namespace

IntersectionWorld::IntersectionWorld(const IntersectionSettings& settings)
    : settings_(settings), traffic_(make_network(), kModel, true) {}

void IntersectionWorld::reset(std::uint64_t seed) {
  constexpr int kSecondsBefore = 3;
  constexpr double kSpread = 80;  // m
  rng_.seed(seed);
  traffic_.clear();
  const double apart = kSpread / std::max(settings_.initial_vehicles - 1, 1);
  for (int i = 0; i < settings_.initial_vehicles - 1; ++i) {
    spawn({.along = i * apart, .probability = 0.6});
  }
  for (int i = 0; i < kSecondsBefore * kFramesPerStep; ++i) traffic_.advance(kFrame);
  spawn({.along = 60, .deviation = 0.1, .speed_deviation = 0, .goes_straight = true});
  place_agent();
}

void IntersectionWorld::spawn(const Spawn& spawn) {
  constexpr double kClearance = 15;  // m
  if (rng_.uniform() > spawn.probability) return;
  auto [from, to] = two_arms(rng_);
  if (spawn.goes_straight) to = (from + 2) % kArms;
  const RoadNetwork& network = traffic_.network();
  const RoadLane& lane = network.lane(entry_lane(network, from));
  const double along = spawn.along + 5 + numpy_normal(rng_) * spawn.deviation;
  const double speed = 8 + numpy_normal(rng_) * spawn.speed_deviation;
  Car car = make_car(network, lane.position({along, 0}), lane.heading_at(along), speed);
  for (const Car& other : traffic_.cars()) {
    if (distance_between(other.at, car.at) < kClearance) return;
  }
  car.route = network.plan_route(car.lane, outer(to));
  car.eagerness = rng_.uniform(kModel.least_eagerness, kModel.most_eagerness);
  traffic_.add_car(car);
}

void IntersectionWorld::place_agent() {
  constexpr double kClearance = 20;  // m
  const RoadNetwork& network = traffic_.network();
  const RoadLane& lane = network.lane(entry_lane(network, 0));
  const double along = 60 + 5 * (1 + numpy_normal(rng_));
  Car car = make_car(network, lane.position({along, 0}), lane.heading_at(60), kSpeedLimit);
  car.is_driven = true;
  car.route = way_ = network.plan_route(car.lane, outer(settings_.destination));
  car.target_speed = kTargetSpeeds[nearest_speed(kTargetSpeeds, kSpeedLimit)];
  const RoadPoint at = car.at;
  traffic_.remove_cars(
      [at](const Car& other) { return distance_between(other.at, at) < kClearance; });
  traffic_.add_car(car);
}

void IntersectionWorld::move(Move move) {
  Car& agent = traffic_.driven();
  follow_road(traffic_.network(), agent);
  if (move != kIdle) change_speed(agent, kTargetSpeeds, move == kFaster ? 1 : -1);
  for (int i = 0; i < kFramesPerStep; ++i) traffic_.advance(kFrame);
}

void IntersectionWorld::renew_traffic() {
  constexpr double kBeforeEnd = 4 * RoadLane::kCarLength;
  traffic_.remove_cars([this](const Car& car) {
    const double end = traffic_.network().lane(car.lane).length();
    return !car.is_driven && is_exit(car.lane) && car.place.along >= end - kBeforeEnd;
  });
  spawn({.probability = settings_.spawn_probability});
}

EntityId IntersectionWorld::edit(const StateEdit& edit) {
  constexpr double kSpeed = 8;  // m/s, as of those that come.
  return edit_traffic(edit, {.speed = kSpeed, .settle = [this](Car& car) { settle(car); }},
                      traffic_);
}

void IntersectionWorld::settle(Car& car) {
  const RoadNetwork& network = traffic_.network();
  const auto last_road = [&network](const RoadRoute& route) {
    return network.road(route.road(route.size() - 1));
  };
  int goal = outer(settings_.destination);
  if (!car.is_driven) {
    goal = car.route.empty() ? node_ahead(car.target_lane) : last_road(car.route).to;
  }
  car.route = network.plan_route(car.target_lane, goal);
  if (car.is_driven && is_exit(last_road(car.route).first_lane)) way_ = car.route;
}

int IntersectionWorld::node_ahead(int lane) const {
  const RoadNetwork::Road& road = traffic_.network().road_at(lane);
  if (is_entry(lane)) return outer(road.from + 2);
  return outer(road.to);  // Of the arm to which it leads, whether across or out.
}

double IntersectionWorld::reward() const {
  constexpr double kSlow = 7, kFast = 9;  // m/s
  const Car& agent = traffic_.driven();
  const double speed = std::clamp((agent.speed - kSlow) / (kFast - kSlow), 0.0, 1.0);
  const double reward =
      settings_.collision_reward * (agent.is_crashed ? 1 : 0) + settings_.high_speed_reward * speed;
  if (!traffic_.network().lane(agent.lane).holds(agent.place)) return 0;
  return has_arrived() ? settings_.arrived_reward : reward;
}

bool IntersectionWorld::has_arrived() const {
  constexpr double kFarEnough = 25;  // m
  const Car& agent = traffic_.driven();
  return is_exit(agent.lane) && agent.place.along >= kFarEnough;
}

bool IntersectionWorld::is_entry(int lane) const {
  return traffic_.network().road_at(lane).from < entry(0);
}

bool IntersectionWorld::is_exit(int lane) const {
  return traffic_.network().road_at(lane).from >= leave(0);
}

}  // namespace saccade
