// What moves and stands on a road.
#pragma once

#include "envs/core/observation_space.h"
#include "envs/road/traffic/road_network.h"

namespace saccade {

/// A rectangle that can be run into: a car, or an obstacle.
struct RoadBody {
  static constexpr double kObstacleSize = 2;

  EntityId id = kNoEntity;
  RoadPoint at;            ///< Its middle, m.
  double heading = 0;      ///< rad
  RoadPoint facing{1, 0};  ///< Cosine and sine of the heading.
  double speed = 0;        ///< m/s; negative: backwards.
  double length = kObstacleSize, width = kObstacleSize;
  double diagonal = 2.8284271247461903;
  bool is_car = false;

  RoadPoint velocity() const { return {speed * facing.x, speed * facing.y}; }
};

/// A car: a bicycle model whose controls the driver sets.
struct Car : RoadBody {
  static constexpr double kMaxSpeed = 40;

  int lane = 0;     ///< The one it is nearest to.
  LanePlace place;  ///< On that lane.
  int target_lane = 0;
  LanePlace target_place;
  double target_speed = 0;
  RoadRoute route;

  double steering = 0;      ///< rad, of the front wheels.
  double acceleration = 0;  ///< m/s^2

  bool is_driven = false;  ///< By the agent.
  bool watches_collisions = true;
  bool is_crashed = false;
  bool is_struck = false;  ///< By `impact`, which moves it in the next frame.
  RoadPoint impact;        ///< m

  double eagerness = 4;   ///< Exponent of the speed in the Intelligent Driver Model.
  double lane_timer = 0;  ///< s since it last thought of another lane.
  bool yields = false;

  /// Moves it by `dt` s.
  void move(const RoadNetwork& network, double dt);
  /// Finds its lane and its place there anew.
  void find_lane(const RoadNetwork& network);
};

/// A car at `at` that keeps lane and speed.  When it first thinks of another lane depends on where
/// it starts.
Car make_car(const RoadNetwork& network, RoadPoint at, double heading, double speed);

}  // namespace saccade
