// The rules of `crowd-nav`: people who avoid each other by ORCA, and a robot among them.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/crowd/crowd_start.h"
#include "envs/crowd/orca.h"

namespace saccade {

/// Ids of entities; people are numbered from kFirstPersonId on.
inline constexpr EntityId kCrowdRobotId = 0, kFirstPersonId = 1;

class CrowdWorld {
 public:
  static constexpr double kTimeStep = 0.25;     ///< s
  static constexpr double kComfort = 0.2;       ///< m; a smaller gap causes discomfort.
  static constexpr double kGoalDistance = 0.3;  ///< m; who is nearer has arrived.

  enum Event { kNothing, kArrival, kCollision, kTimeout };

  explicit CrowdWorld(const CrowdSettings& settings) : settings_(settings) {}

  /// Places everybody.  Seeds 1000 to 1499 are the 500 test cases of CrowdNav.
  void reset(std::uint64_t seed);

  /// Moves everybody by one time step, the robot with this velocity in m/s.
  Event move(double velocity_x, double velocity_y);

  /// Puts the robot or a person elsewhere, without a trail; velocity and goal stay.  Returns
  /// whether there is one of this id.
  bool put(EntityId id, CrowdPoint place);
  /// Adds a person of the usual size and speed who stands, and wants to go through the middle to
  /// the other side.  Returns its id.
  EntityId add_person(CrowdPoint place);
  /// Returns whether there is a person of this id.
  bool remove_person(EntityId id);

  /// What ORCA would do in the robot's place; `margin` (m) is added to every radius.
  CrowdPoint orca_velocity(double margin);

  const Person& robot() const { return robot_; }
  const std::vector<Person>& people() const { return people_; }

  /// The smallest gap between the robot and a person in the last step, m: below 0 in a collision,
  /// as far as gaps were looked at by then; infinite before the first step.
  double gap() const { return gap_; }
  int nearest() const { return nearest_; }  ///< The person whose gap that is, or -1.
  int steps() const { return steps_; }
  int max_steps() const;  ///< Steps until a timeout.
  double distance_to_goal() const;

  /// Where all were, step by step, the start first and without where they are: of each step the
  /// robot and then the people.
  const std::vector<CrowdPoint>& trail() const { return trail_; }
  const CrowdSettings& settings() const { return settings_; }

 private:
  /// What ORCA is to avoid: all people and, last, the robot.
  void fill_discs(double margin);
  void choose_velocities();
  /// Where the person is in `people_`; their number if there is none of this id.
  std::size_t index_of(EntityId id) const;
  /// Finds gap and nearest person of a step of the robot with this velocity.
  void measure_gap(double velocity_x, double velocity_y);

  CrowdSettings settings_;
  OrcaSolver orca_;
  Person robot_;
  std::vector<Person> people_;
  EntityId next_id_ = kFirstPersonId;
  std::vector<OrcaDisc> discs_;
  std::vector<CrowdPoint> chosen_;  // Velocities of the people in this step.
  std::vector<CrowdPoint> trail_;
  double gap_ = 0;
  int nearest_ = -1;
  int steps_ = 0;
};

}  // namespace saccade
