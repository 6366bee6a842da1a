// The rules of `intersection`: a crossing of two roads, its traffic, and a car that turns there.
#pragma once

#include <cstdint>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/road/traffic/traffic.h"

namespace saccade {

struct IntersectionSettings {
  int destination = 1;             ///< Arm where the agent is to leave: 1 left, 2 ahead, 3 right.
  int initial_vehicles = 10;       ///< Attempts to place a car at the start.
  double spawn_probability = 0.6;  ///< That a car is to come with a step.
  double collision_reward = -5;
  double high_speed_reward = 1;
  double arrived_reward = 1;
};

/// Four arms (0 south, where the agent comes from, 1 west, 2 north, 3 east), each with a lane that
/// leads in and one that leads out.  West and east have the right of way.
class IntersectionWorld {
 public:
  static constexpr int kFramesPerStep = 15;
  static constexpr double kFrame = 1.0 / 15;  // s

  enum Move { kSlower, kIdle, kFaster };

  explicit IntersectionWorld(const IntersectionSettings& settings);

  void reset(std::uint64_t seed);

  /// Moves everything by a second.
  void move(Move move);
  /// Takes away who has left, and lets a car come, perhaps.
  void renew_traffic();

  /// Throws Error when it cannot be done; see edit_traffic.
  EntityId edit(const StateEdit& edit);

  double reward() const;
  bool has_crashed() const { return traffic_.driven().is_crashed; }
  bool has_arrived() const;

  const Traffic& traffic() const { return traffic_; }
  int destination() const { return settings_.destination; }
  bool is_entry(int lane) const;  ///< Whether the lane leads to the crossing.
  bool is_exit(int lane) const;   ///< Whether it leads away from there.
  /// The lanes of the agent's way: in, across, out.
  const RoadRoute& way() const { return way_; }

 private:
  struct Spawn {
    double along = 0;  ///< m from the start of the lane, less 5.
    double deviation = 1, speed_deviation = 1;
    double probability = 1;
    bool goes_straight = false;
  };
  void spawn(const Spawn& spawn);
  void place_agent();
  /// Plans the way of a car that was put on a lane: to where it wanted to go, or, if it is new,
  /// straight on.
  void settle(Car& car);
  int node_ahead(int lane) const;

  IntersectionSettings settings_;
  Rng rng_;
  Traffic traffic_;
  RoadRoute way_;
};

}  // namespace saccade
