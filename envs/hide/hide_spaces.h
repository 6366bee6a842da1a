// What agents of `hide-and-seek` observe and how they act.
#pragma once

#include "envs/core/environment.h"
#include "envs/hide/hide_world.h"

namespace saccade {

struct HideSenses {
  int rays = 0;              ///< Of the lidar; 0: none.
  bool full_critic = false;  ///< Whether the critic is shown what the agent does not see.
};

ObservationSpace hide_observation_space(const HideSenses& senses, float arena);

/// The heads of one team; those of seekers are left out in the preparation.
ActionSpace hide_action_space(HideTeam team, bool is_continuous);

/// What an action of these heads asks for.
HideOrder hide_order(std::span<const float> action, bool is_continuous);

/// The id of an agent is its number; ids of boxes follow, then those of walls.
EntityId hide_box_id(const HideWorld& world, std::size_t box);
EntityId hide_wall_id(const HideWorld& world, std::size_t wall);

/// Writes all entities and sensors of an agent.  `preparation` is the share of it that is left.
void observe_hide_world(const HideWorld& world, std::size_t agent, float preparation,
                        const HideSenses& senses, Observation& observation);

/// Says what may be grabbed, locked and unlocked.
void mask_hide_actions(const HideWorld& world, std::size_t agent, bool is_continuous,
                       Observation& observation);

/// Leaves out all heads.
void skip_hide_actions(bool is_continuous, Observation& observation);

}  // namespace saccade
