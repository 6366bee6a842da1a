// Who is in the world of `crowd-nav`, and where they start.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/observation_space.h"

namespace saccade {

struct CrowdPoint {
  double x = 0, y = 0;
};

struct CrowdSettings {
  int humans_min = 5;
  int humans_max = 5;
  bool visible = false;      ///< Whether people see the robot.
  bool square = false;       ///< Square crossing instead of circle crossing.
  double circle_radius = 4;  ///< m; the robot crosses the circle's middle in both.
  double square_width = 10;  ///< m
  bool vary_people = false;  ///< Whether radius and preferred speed are drawn.
  double time_limit = 25;    ///< s
};

/// The robot, or somebody in its way.
struct Person {
  CrowdPoint place{};     ///< m
  CrowdPoint velocity{};  ///< m/s
  CrowdPoint goal{};      ///< m
  double radius = 0.3;
  double preferred_speed = 1;  ///< m/s, and the highest.
  EntityId id = 0;             ///< The world numbers people from 1 on; the robot has 0.
};

/// The robot at the start: at the bottom of the circle, on its way to the top.
Person robot_at_start(const CrowdSettings& settings);

/// Draws the people of an episode as CrowdNav does, in its order and from its generator, the
/// Mersenne Twister (its 32-bit seed is that of the episode, folded if it is larger).
std::vector<Person> people_at_start(const CrowdSettings& settings, const Person& robot,
                                    std::uint64_t seed);

}  // namespace saccade
