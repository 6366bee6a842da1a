// Changes of what is seen, for worlds that cannot be changed themselves.
#pragma once

#include "envs/core/environment.h"
#include "render/frame/what_if.h"

namespace saccade {

/// Makes the changes in what an agent of this kind sees.  What is moved gets its new position, and
/// so do those of its features that are declared to be points of the world (Geometry::kPoint) or,
/// of what is seen relative to the agent, offsets (kDirection of two features named like x and y
/// that are its offset now); what is removed goes, and with it the choice of it; of a type of which
/// one is added the row of the nearest entity is taken, with the ids from `fresh` on.  `agent`:
/// whose observation this is.  Throws Error when it is that of changes.viewed and there is no such
/// type to add, the number of the type is fixed, or the agent itself is to go.
void change_observation(const AgentKind& kind, const render::WhatIf& changes, std::size_t agent,
                        EntityId fresh, Observation& seen);

/// The same in the picture: an entity's shapes move or go; what is added is not drawn.
void change_scene(const render::WhatIf& changes, Scene& scene);

}  // namespace saccade
