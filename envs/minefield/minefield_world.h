// The rules of `minefield`: a vehicle, a target, mines.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/observation_space.h"
#include "envs/core/random.h"
#include "envs/draw/shapes.h"

namespace saccade {

/// Ids of entities; mines are numbered from kFirstMineId on.
inline constexpr EntityId kVehicleId = 0, kTargetId = 1, kFirstMineId = 2;

struct MinefieldSettings {
  int mines = 10;
  double size = 200;  ///< Side of the square in which an episode begins, world units.
};

/// There are no walls: the vehicle may leave the square.
class MinefieldWorld {
 public:
  static constexpr double kRadius = 5;  ///< A target or mine that is nearer than this is touched.
  static constexpr double kStride = 3;  ///< World units forward in a step.
  static constexpr double kTurn = 3.14159265358979323846 / 8;  ///< rad in a step.
  /// No two of vehicle, target and mines are nearer than this at the start.
  static constexpr double kClearance = 15;

  enum Move { kLeft, kForward, kRight };

  struct Point {
    double x = 0;
    double y = 0;
  };

  struct Mine : Point {
    EntityId id = kNoEntity;
  };

  explicit MinefieldWorld(const MinefieldSettings& settings) : settings_(settings) {}

  /// Places everything at random.  A mine for which no place is found in kTries draws is left out.
  void reset(std::uint64_t seed);

  void move(Move move);

  /// Puts an entity elsewhere; the vehicle faces as before and has no trail.  Returns whether there
  /// is one of this id.
  bool put(EntityId id, Point place);
  EntityId add_mine(Point place);
  /// Returns whether there is a mine of this id.
  bool remove_mine(EntityId id);

  bool on_target() const { return distance(target_) < kRadius; }
  bool on_mine() const { return touched_mine() >= 0; }
  int touched_mine() const;  ///< Index of a mine that is touched, or -1.

  /// Where the vehicle is, and where it heads: rad from the x axis, counter-clockwise.
  const shapes::Pose& vehicle() const { return vehicle_; }
  Point target() const { return target_; }
  const std::vector<Mine>& mines() const { return mines_; }
  /// Where the vehicle has been, the start first, without where it is.
  const std::vector<Point>& trail() const { return trail_; }
  double half() const { return settings_.size / 2; }

 private:
  static constexpr int kTries = 100;

  Point random_point();
  /// Whether the point is clear of vehicle, target and mines.
  bool is_clear(Point point) const;
  double distance(Point point) const;

  MinefieldSettings settings_;
  Rng rng_;
  shapes::Pose vehicle_;
  Point target_;
  std::vector<Mine> mines_;
  EntityId next_id_ = kFirstMineId;
  std::vector<Point> trail_;
};

}  // namespace saccade
