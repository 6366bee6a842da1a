// What an agent on a road sees: its own car and the others, nearest first.
#pragma once

#include <string>
#include <vector>

#include "envs/core/observation.h"
#include "envs/core/options.h"
#include "envs/core/registry.h"
#include "envs/road/traffic/traffic.h"

namespace saccade {

struct RoadSight {
  int most = 15;            ///< Bodies seen, the agent's car among them; 0: any number.
  bool absolute = true;     ///< Whether others are seen in the world, or relative to the agent.
  bool behind = false;      ///< Whether also those more than 10 m behind are seen.
  bool headings = true;     ///< Whether cosine and sine of headings are features.
  bool obstacles = false;   ///< Whether there are any to be seen.
  double x = 100, y = 100;  ///< m for which a feature is 1; farther away it stays so.
  double speed = 20;        ///< m/s for which a feature is 1; faster, it stays so.
};

/// Types: the agent itself, other cars and, if there are any, obstacles.
ObservationSpace road_observation(const RoadSight& sight);

/// The bodies that are seen, except the agent's own car: those within 200 m, those nearest along
/// its lane first.
std::vector<const RoadBody*> bodies_in_sight(const Traffic& traffic, const RoadSight& sight);

void observe_road(const Traffic& traffic, const RoadSight& sight, Observation& observation);

/// The options that all environments on roads have, and what they say.
std::vector<OptionSpec> sight_options(const RoadSight& defaults);
void read_sight(const Options& options, RoadSight& sight);
/// What the features mean.
std::vector<ManualLine> sight_manual(const RoadSight& sight);

}  // namespace saccade
