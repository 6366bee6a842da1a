// What the environments of this folder have in common: pushes, offsets, options.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "envs/core/action_space.h"
#include "envs/core/options.h"
#include "envs/core/registry.h"
#include "envs/particles/particle_world.h"

namespace saccade {

/// The head "push": none, left, right, down, up, or x and y in [-1, 1].
ActionSpace push_space(bool is_continuous);

/// What an action of push_space means.
Push push_of(std::span<const float> action, bool is_continuous);

/// The options "action" and "max_steps".
OptionSpec action_option();
OptionSpec max_steps_option(int default_value);

/// Whether the option "action" is "continuous".
bool wants_continuous(const Options& options);

ManualLine push_manual();

/// The type "self": its place and its velocity.
EntityType self_type();
void observe_self(Observation& observation, EntityId id, const Particle& self);

/// What an agent sees of another entity.
struct OffsetFeatures {
  bool distance = false;
  bool velocity = false;
};

/// A type whose features are "x", "y", the offset from the agent, and those asked for.
EntityType offset_type(std::string name, OffsetFeatures features);
/// Adds an entity of such a type.
void observe_offset(Observation& observation, int type, EntityId id, const Particle& self,
                    const Particle& other, OffsetFeatures features);

/// What the features of self_type and offset_type mean.
std::vector<ManualLine> particle_features();

}  // namespace saccade
