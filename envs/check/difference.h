// The first difference between two things that an environment showed, in words: what `check-env`
// says when the same seed and actions give something else.
#pragma once

#include <functional>
#include <string>

#include "envs/core/environment.h"

namespace saccade {

/// "entity type food, row 2, feature x: found 0.5, was 0.25"; "" when every byte is the same.  Of
/// observations of an agent of this kind.
std::string difference(const AgentKind& kind, const Observation& found, const Observation& was);

/// "shape 3, a circle of entity 12 (food), colour: found 12 0 0 255, was 13 0 0 255"; "" when
/// every byte is the same.  `name_of` tells what kind of thing the entity of an id is, or "".
using EntityNames = std::function<std::string(EntityId)>;
std::string difference(const Scene& found, const Scene& was, const EntityNames& name_of);

/// What a message calls a shape: "shape 3, a circle of entity 12 (food)".
std::string shape_name(const SceneShape& shape, std::size_t index, const EntityNames& name_of);

}  // namespace saccade
