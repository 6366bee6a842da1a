// What an agent sees, as a viewer needs it: observations become plain names and numbers.
#pragma once

#include <vector>

#include "envs/core/observation.h"
#include "envs/core/observation_space.h"
#include "render/frame/frame.h"

namespace saccade {

/// The types of token that a policy makes of observations of `space`.
std::vector<render::TokenKind> token_kinds(const ObservationSpace& space, int image_patch);

/// The images of `space`, without what changes from step to step.
std::vector<render::SeenImage> images_of(const ObservationSpace& space, int image_patch);

/// The pixels of this step, and where they lie in the world.
void fill_images(const Observation& seen, std::vector<render::SeenImage>& images);

render::SeenEntities entities_of(const ObservationSpace& space, const Observation& observation);

/// The way that the agent faces, rad; NaN where that is not declared.
float heading_of(const EntityType& self, const Observation& observation);

}  // namespace saccade
