// The rules of `merge`: a road of two lanes into which another one leads.
#pragma once

#include <cstdint>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/road/traffic/agent_driver.h"
#include "envs/road/traffic/traffic.h"

namespace saccade {

/// The agent and three others drive on the road, and one car comes along the ramp, whose lane ends
/// at an obstacle.
class MergeWorld {
 public:
  static constexpr int kFramesPerStep = 15;
  static constexpr double kEnd = 370;  ///< m along the road where the task ends.

  MergeWorld();

  void reset(std::uint64_t seed);

  /// Moves everything by a second.
  void move(RoadMove move);

  /// Throws Error when it cannot be done; see edit_traffic.
  EntityId edit(const StateEdit& edit);

  double reward() const;
  bool has_crashed() const { return traffic_.driven().is_crashed; }
  bool has_passed() const { return traffic_.driven().at.x > kEnd; }

  const Traffic& traffic() const { return traffic_; }

 private:
  /// How much slower than they want those are whom the ramp's end forces to merge.
  double slowness_of_merging() const;

  Rng rng_;
  Traffic traffic_;
  RoadMove last_move_ = kKeep;
};

}  // namespace saccade
