// Attention over the world: a beam from the agent to each entity it attends to and a ring around
// it, a line to where a ray ends, a frame around a patch of the agent's picture.
#pragma once

#include <span>
#include <unordered_map>

#include "render/overlay/attention.h"
#include "render/overlay/world.h"

namespace saccade::render {

using Anchors = std::unordered_map<EntityId, Anchor>;

/// Appends what marks the attended tokens of `frame`; `shown` and `anchors` belong to it.  An
/// entity is found by its id, a ray or a patch by its position; what is not found is not marked.
/// When the agent itself has no anchor there are no beams and lines.  `unit`: Layout::unit.
void draw_overlay(Drawing& drawing, const Frame& frame, std::span<const ColoredWeights> shown,
                  const Anchors& anchors, const WorldTransform& transform, float unit);

}  // namespace saccade::render
