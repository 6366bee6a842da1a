// How the world of `relay` looks.
#pragma once

#include "envs/core/scene.h"
#include "envs/relations/relay_world.h"

namespace saccade {

/// Ids of entities; message k has kFirstMessageId + k, after which come the doors.
inline constexpr EntityId kRunnerId = 0, kFirstMessageId = 1;
inline EntityId first_door_id(const RelayWorld& world) {
  return kFirstMessageId + static_cast<EntityId>(world.messages().size());
}

/// Where they are drawn, in columns: the agent, the messages of each level, the doors.
Vec2 runner_place(const RelayWorld& world);
Vec2 message_place(const RelayWorld& world, int message);
Vec2 door_place(const RelayWorld& world, int door);

/// Describes the world into an empty scene.  Once a door was chosen, the way to the open one
/// shines.
void draw_relay(const RelayWorld& world, Scene& scene);

}  // namespace saccade
