// What the policies of this folder see and do, and observations that are awkward on purpose.
#pragma once

#include <cstdint>
#include <vector>

#include "envs/core/environment.h"

namespace saccade::interop {

/// Every part of the contract: types of any count, optional sensors, masks, every kind of head.
EnvironmentSpec varying_spec();

/// Fixed counts, sensors that always read, no entity to select: what the encoder `mlp` takes.
EnvironmentSpec fixed_spec();

/// As varying_spec, but food is seen by the critic alone, gates have no features, and heads may be
/// absent.
EnvironmentSpec partial_spec();

/// Two kinds of agents, "scout" with the spaces of varying_spec and "cook" with those of
/// partial_spec.
EnvironmentSpec two_kinds_spec();

/// Two kinds of agents, "walker" and "turret", who see points, directions and angles in every form
/// and unit, and rays.
EnvironmentSpec placed_spec();

/// Random observations of an agent of this kind: none, one and many of a type; sensors with and
/// without a reading; entities in one place, or without place or velocity; masks that allow little
/// or nothing; features far outside the range that normalisation keeps.  Each seed gives others.
std::vector<Observation> observations_of(const AgentKind& kind, std::uint64_t seed = 1);

/// One of that sort, whatever the seed makes of it.
Observation random_observation(const AgentKind& kind, std::uint64_t seed);

}  // namespace saccade::interop
