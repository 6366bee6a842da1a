// Taking entities out of an observation: what a policy would have seen without them.
//
// The agent itself, and what the critic alone sees, always stay; readings of sensors (rays, images)
// are no entities and stay as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "envs/core/action_space.h"
#include "envs/core/observation.h"
#include "envs/core/observation_space.h"

namespace saccade {

/// Where an entity stands in an observation.
struct EntityPlace {
  std::size_t type = 0;
  std::size_t row = 0;
  EntityId id = kNoEntity;
};

/// The entities that the policy weighs and that can be taken away: all but the agent itself and
/// those that are critic_only, type by type.
std::vector<EntityPlace> removable_entities(const ObservationSpace& space, const Observation& seen);

/// Of the entities of one observation, those that stay: [entities] 1 stays, 0 goes.
using KeptEntities = std::vector<std::uint8_t>;

/// The observation with those of its removable `entities` that are kept.  A head that selects an
/// entity loses the choices of those that go, and a mask of it their values.
Observation observation_with(const ObservationSpace& space, const ActionSpace& actions,
                             const Observation& seen, std::span<const EntityPlace> entities,
                             const KeptEntities& kept);

/// [heads] Of the choices that each head has in `seen`, the numbers of those that are left; empty
/// for a head whose choices are no entities.
std::vector<std::vector<int>> kept_choices(const ActionSpace& actions, const Observation& seen,
                                           std::span<const EntityPlace> entities,
                                           const KeptEntities& kept);

}  // namespace saccade
