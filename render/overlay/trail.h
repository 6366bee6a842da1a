// What the agent remembers, over the world: a mark where it was at each step, the stronger the more
// its memory attends to that step.
#pragma once

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

}  // namespace saccade::render
