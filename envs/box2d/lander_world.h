// The physics of the lander: terrain, hull, legs, engines and wind in Box2D.
//
// As Gymnasium's LunarLander-v3 has it: same bodies, constants and order of random draws, all
// arithmetic outside Box2D in double.  Gymnasium runs on Box2D 2.3 (pybox2d 2.3.10), this on 2.4.1:
// the first steps agree to about 1e-5, later ones do not.  Returns have the same distribution, but
// on 2.4.1 a lander takes longer to come to rest, so its episodes are about 7% longer
// (tests/envs/box2d/lunar_lander_test.cpp has both figures).  That is in the contacts and joints:
// to count rest as 2.3 does, where a touch does not begin it anew, shortens an episode by 0.01
// steps on average, and neither sub-stepping nor leaving out continuous collision restores the
// length.
#pragma once

#include <box2d/box2d.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "envs/core/random.h"

namespace saccade {

struct LanderSettings {
  double gravity = -10;           ///< m/s^2
  bool wind = false;              ///< Whether wind blows while no leg stands.
  double wind_power = 15;         ///< Largest force of the wind, N.
  double turbulence_power = 1.5;  ///< Largest torque of the wind, N m.
};

/// What the engines do for one step.
struct LanderThrust {
  double main = 0;    ///< Power of the main engine: 0, or 0.5 to 1.
  double side = 0;    ///< Power of the side engines: 0, or 0.5 to 1.
  double toward = 0;  ///< -1: the side engine pushes to the left; 1: to the right.
};

/// One episode's world; made anew for each, since hidden solver state would survive a reset.
class LanderWorld final : private b2ContactListener {
 public:
  static constexpr double kWidth = 20;  ///< m
  static constexpr double kHeight = 400.0 / 30;
  static constexpr double kPadLeft = 8;  ///< The pad reaches from here ...
  static constexpr double kPadRight = 12;
  static constexpr double kPadY = kHeight / 4;  ///< Height to which observations refer.
  /// From the hull's origin to the ground when it stands, m.
  static constexpr double kLegDown = 18.0 / 30;
  static constexpr double kPadSurface = 3.3;  ///< Where the smoothed ground really is.
  static constexpr double kStepsPerSecond = 50;
  static constexpr int kTerrainPoints = 11;

  LanderWorld(const LanderSettings& settings, std::uint64_t seed);

  /// Advances by 1/50 s.
  void step(const LanderThrust& thrust);

  const b2Body& hull() const { return *hull_; }
  /// 0: the right leg, 1: the left one.
  const b2Body& leg(std::size_t index) const { return *legs_[index]; }
  const b2Joint& leg_joint(std::size_t index) const { return *joints_[index]; }
  bool leg_stands(std::size_t index) const { return leg_stands_[index]; }
  bool hull_touched() const { return hull_touched_; }
  bool asleep() const { return !hull_->IsAwake(); }

  /// From left to right, m.
  const std::array<b2Vec2, kTerrainPoints>& terrain() const { return terrain_; }
  /// Of the last step.
  const LanderThrust& thrust() const { return thrust_; }
  int steps() const { return steps_; }

 private:
  struct Direction {
    double x, y;
  };
  using Dispersion = std::array<double, 2>;  // m, along and across the hull

  void BeginContact(b2Contact* contact) override;
  void EndContact(b2Contact* contact) override;

  void make_terrain();
  void make_hull();
  void make_leg(std::size_t index, double side);
  void blow();
  void fire_main(double power, Direction up, const Dispersion& dispersion);
  void fire_side(const LanderThrust& thrust, Direction up, const Dispersion& dispersion);

  LanderSettings settings_;
  Rng rng_;
  b2World world_;
  std::array<b2Vec2, kTerrainPoints> terrain_{};
  b2Body* hull_ = nullptr;
  std::array<b2Body*, 2> legs_{};
  std::array<b2Joint*, 2> joints_{};
  std::array<bool, 2> leg_stands_{};
  bool hull_touched_ = false;
  std::int64_t wind_index_ = 0;
  std::int64_t torque_index_ = 0;
  LanderThrust thrust_;
  int steps_ = 0;
};

}  // namespace saccade
