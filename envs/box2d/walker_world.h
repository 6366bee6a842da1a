// The physics of the bipedal walker: terrain, hull, legs, motors and lidar in Box2D.
//
// As Gymnasium's BipedalWalker-v3 has it: same bodies, constants and order of random draws, all
// arithmetic outside Box2D in double.  Gymnasium runs on Box2D 2.3 (pybox2d 2.3.10), this on 2.4.1:
// the first observation agrees to 0.00001, later steps go apart slowly.  Returns and lengths of
// episodes have the same distribution (tests/envs/box2d/walker_figures_test.cpp,
// tests/interop/check_walker.py).
#pragma once

#include <box2d/box2d.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "envs/box2d/walker_terrain.h"
#include "envs/core/random.h"

namespace saccade {

/// One episode's world; made anew for each, since hidden solver state would survive a reset.
class WalkerWorld final : private b2ContactListener {
 public:
  static constexpr double kStepsPerSecond = 50;
  static constexpr double kLegHalfHeight = 17.0 / 30;  ///< Of thigh and shin, m.
  static constexpr double kThighHalfWidth = 4.0 / 30;
  static constexpr double kShinHalfWidth = 0.8 * kThighHalfWidth;
  static constexpr double kHipDown = 8.0 / 30;  ///< Of the hips, from the hull's origin.
  static constexpr double kHipSpeed = 4;        ///< rad/s, of the motors
  static constexpr double kKneeSpeed = 6;
  static constexpr double kLidarRange = 160.0 / 30;  ///< m
  static constexpr double kLidarGap = 0.15;          ///< rad from ray to ray
  static constexpr int kLidarRays = 10;

  WalkerWorld(bool hardcore, std::uint64_t seed);

  /// Advances by 1/50 s.  `torques` [4] of hip and knee of one leg, then of the other: in [-1, 1]
  /// as a share of the strongest; each motor turns toward its sign.
  void step(std::span<const float> torques);

  const b2Body& hull() const { return *hull_; }
  /// Thigh and shin of leg 0, then of leg 1, the nearer in the picture.
  const b2Body& limb(std::size_t index) const { return *limbs_[index]; }
  /// Hip and knee of leg 0, then of leg 1.
  const b2RevoluteJoint& joint(std::size_t index) const { return *joints_[index]; }
  bool leg_stands(std::size_t leg) const { return leg_stands_[leg]; }
  bool hull_touched() const { return hull_touched_; }

  const WalkerTerrain& terrain() const { return terrain_; }
  /// Where a ray of the lidar from the hull meets the ground, as a share of its range; 1: nowhere.
  /// `angle` rad from straight down, counter-clockwise.
  float lidar(double angle) const;

 private:
  void BeginContact(b2Contact* contact) override;
  void EndContact(b2Contact* contact) override;

  void make_ground();
  void make_hull();
  void make_leg(std::size_t leg, double side);
  b2Body* make_limb(double y, double angle, double half_width, std::uintptr_t tag);
  void heed_limits();
  void drive(std::size_t joint, double torque);

  Rng rng_;
  WalkerTerrain terrain_;
  b2World world_;
  b2Body* hull_ = nullptr;
  std::array<b2Body*, 4> limbs_{};
  std::array<b2RevoluteJoint*, 4> joints_{};
  std::array<bool, 2> leg_stands_{};
  bool hull_touched_ = false;
};

}  // namespace saccade
