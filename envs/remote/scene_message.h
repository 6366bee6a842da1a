// The answer to 'draw': shapes, as envs/core/scene.h has them.
#pragma once

#include <cstddef>
#include <span>

#include "envs/core/scene.h"

namespace saccade {

/// Reads the content of a frame 'scene' into a scene that is empty.  Throws Error (kind kFailure)
/// naming what is wrong.
void read_scene(std::span<const std::byte> content, Scene& scene);

}  // namespace saccade
