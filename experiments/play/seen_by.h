// What an agent sees, as the viewer needs it.
#pragma once

#include <vector>

#include "envs/core/observation.h"
#include "envs/core/observation_space.h"
#include "render/frame/frame.h"

namespace saccade {

/// The types of tokens that an agent's policy would see.  `image_patch`: pixels along the side of
/// the patches of images.
std::vector<render::TokenKind> token_kinds(const ObservationSpace& space, int image_patch);

/// Its entities, without those that are for critics only, and without what a network sees of them.
render::SeenEntities entities_of(const ObservationSpace& space, const Observation& observation);

/// As AgentView::heading; `self` is the agent's own type.
float heading_of(const EntityType& self, const Observation& observation);

}  // namespace saccade
