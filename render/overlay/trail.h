// Where something was, over the world: what the agent remembers, with a mark where it was at each
// step, the stronger the more its memory attends to that step; and the last steps of any entity.
#pragma once

#include <span>

#include "render/overlay/memory_strip.h"
#include "render/overlay/overlay.h"

namespace saccade::render {

/// Appends the marks and the path between them; `strip` and `anchors` belong to the frame.  What
/// lies within the agent itself is left out, and of a long memory all but the most attended marks.
/// Faint, unless the memory is what was `chosen`: then the three most attended places say how long
/// ago that was, as far as there is room.  `unit`: Layout::unit.
void draw_trail(Drawing& drawing, const Frame& frame, const MemoryStrip& strip,
                const Anchors& anchors, const WorldTransform& transform, float unit, bool chosen);

/// Appends a ring where the agent was at the steps of the column of this number, -1: none; not
/// where the view shows another part of the world.
void draw_pointed(Drawing& drawing, const Frame& frame, const MemoryStrip& strip, int column,
                  const WorldTransform& transform, float unit);

/// Appends a line through the places where an entity was, the oldest first, the fainter the longer
/// ago; not across a jump, nor where it was not drawn.  `scene` says what a jump is.
void draw_steps(Drawing& drawing, std::span<const Vec2> places, const Scene& scene,
                const WorldTransform& transform, float unit);

}  // namespace saccade::render
