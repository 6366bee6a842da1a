// The side panel: what the agent expects, chooses, attends to and remembers, in numbers and bars.
#pragma once

#include <span>

#include "render/overlay/attention.h"
#include "render/overlay/memory_strip.h"
#include "render/overlay/overlay.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Appends the panel.  Sections that find no room lose rows, the longest first, then vanish.
/// `shown`, `strip` and `anchors` belong to the frame.  Returns the column of the strip at which
/// the mouse points, -1: none.
int draw_panel(Drawing& drawing, const Frame& frame, const ViewState& state,
               std::span<const ColoredWeights> shown, const MemoryStrip& strip,
               const Anchors& anchors, const Layout& layout);

}  // namespace saccade::render
