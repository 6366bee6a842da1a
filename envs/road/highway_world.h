// The rules of `highway`: a long straight road of several lanes.
#pragma once

#include <cstdint>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/road/traffic/agent_driver.h"
#include "envs/road/traffic/traffic.h"

namespace saccade {

struct HighwaySettings {
  int lanes = 4;
  int vehicles = 50;           ///< Besides the agent.
  double spacing = 2;          ///< Room before the agent, of the usual.
  double density = 1;          ///< Of the others, of the usual.
  int frames = 15;             ///< In a step of 1 s.
  bool others_collide = true;  ///< With each other.
  double collision_reward = -1;
  double right_lane_reward = 0.1;
  double high_speed_reward = 0.4;
};

/// Lanes are numbered from the left.
class HighwayWorld {
 public:
  explicit HighwayWorld(const HighwaySettings& settings);

  void reset(std::uint64_t seed);

  /// Moves everything by a second.
  void move(RoadMove move);

  /// Throws Error when it cannot be done; see edit_traffic.
  EntityId edit(const StateEdit& edit);

  double reward() const;
  bool has_crashed() const { return traffic_.driven().is_crashed; }

  const Traffic& traffic() const { return traffic_; }

 private:
  /// A car some way before all others, in a lane and, if `speed` is 0, at a speed drawn at random.
  Car random_car(double speed, double spacing);

  HighwaySettings settings_;
  Rng rng_;
  Traffic traffic_;
};

}  // namespace saccade
