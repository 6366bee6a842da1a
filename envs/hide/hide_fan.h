// The ground that an agent of `hide-and-seek` sees, for the picture.
#pragma once

#include <vector>

#include "envs/hide/hide_world.h"

namespace saccade {

/// The edge of what an agent sees, from its right to its left: with its place they make triangles.
/// Agents hide no ground.
std::vector<b2Vec2> hide_fan(const HideWorld& world, std::size_t agent);

}  // namespace saccade
