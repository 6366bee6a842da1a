// The world between two steps, so that what moves at ten steps a second is seen to move smoothly.
#pragma once

#include "envs/core/scene.h"

namespace saccade::render {

/// The scene a share `t` in [0, 1] of the way from one step to the next: a shape of an entity moves
/// to where the same shape of the same entity is next.  What is new, goes, changes its kind or
/// jumps by more than a quarter of the world's longer side stays as it is in `from`; so does what
/// belongs to no entity, unless both scenes have as many such shapes.
Scene between(const Scene& from, const Scene& to, float t);

}  // namespace saccade::render
